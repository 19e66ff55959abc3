import type {
  ChatModel,
  ConversationStore,
  Environment,
  ExperimentStore,
  Ledger,
  MemoryStore,
  ModelCatalog,
  StreamOptions,
  Tokenizer,
  TokenModel,
} from "@colloquy/core";
import type { HttpClient } from "@colloquy/client";
import type { Config } from "./config/config.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import type { Paths } from "./paths.ts";
import type { Screen } from "./render/screen.ts";
import type { ServerAccess } from "./server/server-key.ts";
import type { Streams } from "./streams.ts";

/** A model ready to be asked, with the name its server knows it by. */
export interface OpenModel {
  chat: ChatModel;
  /** What goes into the request's `model`. */
  id: string;
  /** True for a model in this process: it costs nothing. */
  inside: boolean;
  /** Gets a model inside ready before it is asked: its file fetched, its weights loaded. */
  prepare?: (options: StreamOptions) => Promise<void>;
  /** Exact token counts, of a model inside. */
  tokenizer?: (options: StreamOptions) => Promise<Tokenizer>;
  /** Tokens and whole distributions, of a model inside. */
  tokens?: (options: StreamOptions) => Promise<TokenModel>;
  /** Who is called, null inside. */
  access: ServerAccess | null;
}

export interface ModelOptions {
  /** How often a request is sent again by itself; the setting `retries` unless given. */
  retries?: number;
  /** True where the model is only counted or planned for: it needs no key, and is never asked. */
  unasked?: boolean;
}

/** The store on disk, by its ports. */
export interface OpenStore {
  readonly conversations: ConversationStore;
  readonly ledger: Ledger;
  readonly experiments: ExperimentStore;
  readonly memory: MemoryStore;
}

/** The world of one command. What is heavy is opened when first asked for, and closed at the end. */
export interface CommandContext {
  env: EnvironmentVariables;
  /** Where the person stands: relative paths they give start here. */
  cwd: string;
  streams: Streams;
  screen: Screen;
  paths: Paths;
  config: Config;
  environment: Environment;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Takes Ctrl-C over, for what has its own idea of it, until the function it returns is called. */
  takeInterrupts(handler: () => void): () => void;
  /** The store on disk, created when it is missing. */
  store: () => Promise<OpenStore>;
  /** A model by any of the names a person may give. Throws `InvalidInputError` for one unknown. */
  model: (name: string, options?: ModelOptions) => Promise<OpenModel>;
  /** Address and key of a server by name. Throws `InvalidInputError` for one unknown. */
  access: (server: string) => ServerAccess;
  /** Any verb against a server's API, with its key. */
  http: (server: string) => Promise<HttpClient>;
  /** What models a server offers. */
  catalog: (server: string) => Promise<ModelCatalog>;
}
