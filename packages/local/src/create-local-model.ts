import {
  InvalidInputError,
  type ChatModel,
  type Parameters,
  type StreamOptions,
  type Tokenizer,
  type TokenModel,
} from "@colloquy/core";
import { LOCAL_PROVIDER, LocalChatModel } from "./chat/local-chat-model.ts";
import type { LoadedModel } from "./chat/loaded-model.ts";
import type { Threads } from "./engine/alone.ts";
import { Engine, type EngineOptions } from "./engine/engine.ts";
import { defaultLocalModel } from "./model-file/embedded-models.ts";
import { fetchModelFile, type ModelFile } from "./model-file/fetch-model-file.ts";
import { readModelReference } from "./model-file/model-reference.ts";
import { localTokenModel } from "./token-model/local-token-model.ts";
import { localTokenizer } from "./token-model/local-tokenizer.ts";
import { modelTemplate } from "./template/model-template.ts";

export interface LocalModelOptions {
  /** An embedded name (`smollm2-135m` when not given), a path to a GGUF file, or `hf:user/repository/file.gguf`. */
  model?: string;
  /** Folder for what can be fetched or computed again: model files and processed prompts. */
  cacheDir: string;
  /** Tokens a prompt and its answer may have together; at most the model's own window. */
  contextLength?: number;
  /** Measured where not given. They change how long it takes, never the text. */
  threads?: Partial<Threads>;
  /** Whether processed prompts are kept in `cacheDir` for later processes (true when not given). They spell out what was said. */
  saveStates?: boolean;
  /** Whether an answer is read as prompt as soon as nobody waits: for a process that goes on with the conversation. */
  readAhead?: boolean;
  env?: Readonly<Record<string, string | undefined>>;
}

/** A model inside this process. */
export interface LocalModel extends ChatModel {
  readonly name: string;
  readonly readsTokenIds: true;
  /** Fetches the file and loads it now instead of with the first request. */
  prepare(options?: StreamOptions): Promise<void>;
  /** The model's own token counts; loads the model. */
  tokenizer(options?: StreamOptions): Promise<Tokenizer>;
  /** The model's tokens and whole distributions; loads the model. */
  tokens(options?: StreamOptions): Promise<TokenModel>;
  /** Calls that wait or are being computed. */
  readonly working: number;
  dispose(): Promise<void>;
}

/**
 * A `ChatModel` inside this process. Nothing is fetched or loaded before it is first asked, or told to
 * `prepare`; a failed attempt is tried again with the next request. Throws `InvalidInputError` for a name
 * that is no local model's.
 */
export function createLocalModel(options: LocalModelOptions): LocalModel {
  const name = options.model ?? defaultLocalModel;
  readModelReference(name);
  let loading: Promise<LoadedModel> | undefined;
  let loaded: LoadedModel | undefined;
  let disposed = false;
  const load = (stream: StreamOptions): Promise<LoadedModel> => {
    if (disposed)
      throw new InvalidInputError({
        message: `${name} has been disposed of`,
        remedy: "Make a new model with createLocalModel.",
      });
    loading ??= loadModel(name, options, stream)
      .then((model) => (loaded = model))
      .catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
    return loading;
  };
  const model = new LocalChatModel(load);
  return {
    name,
    readsTokenIds: true,
    stream: (request, stream) => model.stream(request, stream),
    prepare: async (stream = {}) => void (await load(stream)),
    tokenizer: async (stream = {}) => localTokenizer(await load(stream)),
    tokens: async (stream = {}) => localTokenModel(await load(stream)),
    get working() {
      return loaded?.engine.working ?? 0;
    },
    dispose: async () => {
      disposed = true;
      await (await loading?.catch(() => undefined))?.engine.dispose();
    },
  };
}

async function loadModel(
  name: string,
  options: LocalModelOptions,
  stream: StreamOptions,
): Promise<LoadedModel> {
  const { cacheDir, env } = options;
  const { signal, onProgress } = stream;
  const file = await fetchModelFile({ model: name, cacheDir, signal, onProgress, env });
  onProgress?.({ message: `loading ${name}` });
  const engineOptions: EngineOptions = {
    modelPath: file.path,
    sha256: file.sha256,
    cacheDir,
    saveStates: options.saveStates ?? true,
    readAhead: options.readAhead ?? false,
    contextLength: options.contextLength ?? file.embedded?.context_length,
    threads: options.threads,
  };
  const engine = await Engine.load(engineOptions);
  return {
    name,
    sha256: file.sha256,
    engine,
    template: await modelTemplate(engine, file),
    defaults: defaultsOf(file),
    head: {
      model: name,
      provider: LOCAL_PROVIDER,
      system_fingerprint: `${engine.fingerprint}-${file.sha256.slice(0, 8)}`,
    },
  };
}

function defaultsOf(file: ModelFile): Parameters {
  return file.embedded?.default_parameters ?? {};
}
