import {
  InvalidInputError,
  type ChatModel,
  type Model,
  type StreamOptions,
  type Tokenizer,
  type TokenModel,
} from "@colloquy/core";
import { LocalChatModel } from "./chat/local-chat-model.ts";
import type { LoadedModel } from "./chat/loaded-model.ts";
import { loadModel, type LoadOptions } from "./load-model.ts";
import { describeLoaded } from "./local-catalog.ts";
import { defaultLocalModel } from "./model-file/embedded-models.ts";
import { readModelReference } from "./model-file/model-reference.ts";
import { SharedLoading } from "./shared-loading.ts";
import { localTokenModel } from "./token-model/local-token-model.ts";
import { localTokenizer } from "./token-model/local-tokenizer.ts";

export interface LocalModelOptions extends LoadOptions {
  /** An embedded name (`smollm2-135m` when not given), a path to a GGUF file, or `hf:user/repository/file.gguf`. */
  model?: string;
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
  /** The model in the wire's words, its window and defaults among them; loads the model. */
  describe(options?: StreamOptions): Promise<Model>;
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
  const loading = new SharedLoading<LoadedModel>((stream) => loadModel(name, options, stream));
  let disposed = false;
  const load = async (stream: StreamOptions): Promise<LoadedModel> => {
    if (!disposed) return loading.get(stream);
    throw new InvalidInputError({
      message: `${name} has been disposed of`,
      remedy: "Make a new model with createLocalModel.",
    });
  };
  const model = new LocalChatModel(load);
  return {
    name,
    readsTokenIds: true,
    stream: (request, stream) => model.stream(request, stream),
    prepare: async (stream = {}) => void (await load(stream)),
    tokenizer: async (stream = {}) => localTokenizer(await load(stream)),
    tokens: async (stream = {}) => localTokenModel(await load(stream)),
    describe: async (stream = {}) => describeLoaded(await load(stream)),
    get working() {
      return loading.loaded?.engine.working ?? 0;
    },
    dispose: async () => {
      disposed = true;
      await (await loading.settled())?.engine.dispose();
    },
  };
}
