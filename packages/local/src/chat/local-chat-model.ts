import {
  AbortedError,
  ApiError,
  collect,
  ColloquyError,
  CompletionAccumulator,
  completionChunk,
  InterruptedError,
  type ChatCompletionChunk,
  type ChatModel,
  type ChatRequest,
  type ContentLogprob,
  type StreamOptions,
  type Usage,
} from "@colloquy/core";
import type { Ending } from "../engine/generation.ts";
import { promptTokens } from "../template/chat-template.ts";
import { AnswerText } from "./answer-text.ts";
import { Channel } from "./channel.ts";
import { ChunkWriter, type AnswerEnd } from "./chunk-writer.ts";
import { effectiveParameters } from "./effective-parameters.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { contentLogprob } from "./logprobs.ts";
import { readLocalRequest, type LocalRequest } from "./read-request.ts";
import { windowExceeded } from "./window-error.ts";

/** Who serves the answers, as the wire's `provider`. */
export const LOCAL_PROVIDER = "Embedded";

/** What the wire calls the ways an answer ends, and what the engine calls them. */
const finishReasons = { end_token: "stop", limit: "length", stopped: "stop" } as const;

/** A `ChatModel` over a model that is loaded when first asked. */
export class LocalChatModel implements ChatModel {
  readonly readsTokenIds = true;
  readonly #load: (options: StreamOptions) => Promise<LoadedModel>;

  constructor(load: (options: StreamOptions) => Promise<LoadedModel>) {
    this.#load = load;
  }

  async *stream(
    request: ChatRequest,
    options: StreamOptions = {},
  ): AsyncGenerator<ChatCompletionChunk, void> {
    const chunks = this.#chunks(request, options);
    if (request.stream === false) {
      yield completionChunk(await collect(chunks));
      return;
    }
    const received = new CompletionAccumulator();
    try {
      for await (const chunk of chunks) {
        received.add(chunk);
        yield chunk;
      }
    } catch (error) {
      throw received.received ? interrupted(error, received) : error;
    }
  }

  async *#chunks(
    request: ChatRequest,
    options: StreamOptions,
  ): AsyncGenerator<ChatCompletionChunk> {
    if (options.signal?.aborted) throw new AbortedError();
    const loaded = await this.#load(options);
    const { defaults, engine } = loaded;
    const { vocabularySize } = engine;
    const local = readLocalRequest(request, { defaults, vocabularySize });
    const prompt = promptTokens(loaded.template.render(request.messages));
    if (prompt.length >= engine.window)
      throw windowExceeded(loaded.name, prompt.length, engine.window);
    const left = new AbortController();
    const channel = new Channel<ChatCompletionChunk>();
    const work = answer(loaded, local, prompt, { ...options, left: left.signal }, channel).then(
      () => channel.close(),
      (error: unknown) => channel.fail(asTyped(error)),
    );
    try {
      yield* channel.values();
    } finally {
      left.abort();
      await work;
    }
  }
}

interface AnswerOptions extends StreamOptions {
  /** Fires when nobody reads any more. */
  left: AbortSignal;
}

/** Computes one answer and pushes its chunks. */
async function answer(
  loaded: LoadedModel,
  local: LocalRequest,
  prompt: readonly number[],
  options: AnswerOptions,
  channel: Channel<ChatCompletionChunk>,
): Promise<void> {
  const { engine } = loaded;
  const room = engine.window - prompt.length;
  const limit = Math.min(local.max_tokens ?? room, room);
  const text = new AnswerText<ContentLogprob | undefined>(local.stop);
  const writer = new ChunkWriter(loaded.head, local.top_logprobs !== undefined);
  const written: number[] = [];
  let cached = 0;
  const ending = await engine.run({
    prompt,
    settings: local.settings,
    limit,
    grammar: local.grammar,
    wantsLogits: local.top_logprobs !== undefined,
    signal: AbortSignal.any(options.signal ? [options.signal, options.left] : [options.left]),
    onProgress: (progress) => options.onProgress?.(progress),
    onStart: (count) => {
      cached = count;
    },
    continuation: () => loaded.template.continuation(prompt, written),
    onToken: (token, logits) => {
      written.push(token);
      const logprob =
        logits && contentLogprob(token, logits, local.top_logprobs ?? 0, engine.bytes);
      const released = text.push(token, engine.bytes.of(token), logprob);
      if (released.text !== "") channel.push(writer.content(released));
      return !text.stopped;
    },
  });
  channel.push(
    writer.end(text.end(), {
      ...endWords(ending, limit === room),
      usage: usage(prompt.length, written.length, cached),
      effective_parameters: effectiveParameters(local, limit),
      ignored_parameters: local.ignored,
    }),
  );
}

function endWords(
  ending: Ending,
  atWindow: boolean,
): Pick<AnswerEnd, "finish_reason" | "native_finish_reason"> {
  const native = { end_token: "eos", limit: atWindow ? "window" : "max_tokens", stopped: "stop" };
  return { finish_reason: finishReasons[ending], native_finish_reason: native[ending] };
}

function usage(prompt: number, written: number, cached: number): Usage {
  return {
    prompt_tokens: prompt,
    completion_tokens: written,
    total_tokens: prompt + written,
    cost: 0,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

/** What the engine throws is no error of ours: it is told in llama.cpp's words. */
function asTyped(error: unknown): ColloquyError {
  if (error instanceof ColloquyError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError(
    {
      message: `the embedded engine failed: ${message}`,
      code: "engine_failed",
      provider: LOCAL_PROVIDER,
      remedy: "Try again; if it happens again, run colloquy doctor.",
    },
    { cause: error },
  );
}

function interrupted(cause: unknown, received: CompletionAccumulator): InterruptedError {
  const why = cause instanceof ColloquyError ? cause.record : undefined;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new InterruptedError(
    { ...why, message: `the answer broke off: ${message}` },
    received.completion(),
    { cause },
  );
}
