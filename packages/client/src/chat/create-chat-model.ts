import type { ChatCompletionChunk, ChatModel, ChatRequest, StreamOptions } from "@colloquy/core";
import { DEFAULT_DEADLINES } from "../http/deadlines.ts";
import type { Deadlines } from "../http/deadlines.ts";
import { Endpoint } from "../http/endpoint.ts";
import type { EndpointOptions } from "../http/endpoint.ts";
import { AnswerIterator } from "./answer-iterator.ts";
import { HttpAnswer } from "./http-answer.ts";
import type { AnswerLimits, ChatModelClock, HttpAnswerSettings } from "./http-answer.ts";
import { DEFAULT_RETRIES } from "./retry-policy.ts";
import type { RetryPolicy } from "./retry-policy.ts";

const DEFAULT_LIMITS: AnswerLimits = { event_chars: 64 * 2 ** 20, body_bytes: 256 * 2 ** 20 };

export interface ChatModelOptions extends EndpointOptions {
  deadlines?: Partial<Deadlines> | undefined;
  retries?: Partial<RetryPolicy> | undefined;
  limits?: Partial<AnswerLimits> | undefined;
  /** Ask for usage in streams with `stream_options`, unless the request has its own. Default true. */
  usageInStream?: boolean | undefined;
  clock?: ChatModelClock | undefined;
}

const SYSTEM_CLOCK: ChatModelClock = { now: () => Date.now(), random: () => Math.random() };

/**
 * Any model behind an OpenAI-compatible chat-completions endpoint. See `ChatModel` for the contract. The
 * connection pool is its own; `dispose` closes it. Nothing is loaded or connected before the first call.
 */
export function createChatModel(options: ChatModelOptions): ChatModel {
  return new HttpChatModel(options);
}

class HttpChatModel implements ChatModel {
  readonly #settings: HttpAnswerSettings;

  constructor(options: ChatModelOptions) {
    const deadlines = { ...DEFAULT_DEADLINES, ...options.deadlines };
    const endpoint = new Endpoint(options, deadlines.connect_ms);
    this.#settings = {
      endpoint,
      deadlines,
      retries: { ...DEFAULT_RETRIES, ...options.retries },
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      clock: options.clock ?? SYSTEM_CLOCK,
      usageInStream: options.usageInStream ?? true,
      blank: endpoint.request("POST", "chat/completions", {
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
        },
      }),
    };
  }

  stream(
    request: ChatRequest,
    options: StreamOptions = {},
  ): AsyncIterableIterator<ChatCompletionChunk, undefined> {
    return new AnswerIterator(() => new HttpAnswer(this.#settings, { request, options }));
  }

  dispose(): Promise<void> {
    return this.#settings.endpoint.dispatchers.destroy();
  }
}
