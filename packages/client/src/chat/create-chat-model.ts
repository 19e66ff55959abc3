import { ColloquyError } from "@colloquy/core";
import type {
  ChatCompletionChunk,
  ChatModel,
  ChatRequest,
  ModelProgress,
  StreamOptions,
} from "@colloquy/core";
import { Call } from "../http/call.ts";
import { DEFAULT_DEADLINES } from "../http/deadlines.ts";
import type { Deadlines } from "../http/deadlines.ts";
import { Endpoint } from "../http/endpoint.ts";
import type { EndpointOptions } from "../http/endpoint.ts";
import type { WireRequest } from "../http/redirect.ts";
import { statusError } from "../http/status-error.ts";
import { AnswerReader } from "./answer-reader.ts";
import { AnswerState } from "./answer-state.ts";
import { Attempt } from "./attempt.ts";
import { Flattened } from "./flattened.ts";
import { requestBody } from "./request-body.ts";
import { DEFAULT_RETRIES, retryDelay } from "./retry-policy.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** The world a model needs besides the network. */
export interface ChatModelClock {
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to 1, for the jitter of pauses. */
  random(): number;
}

/** How large what a server sends may be before it is taken for broken. */
export interface AnswerLimits {
  /** Of one event of a stream, in characters: an image in Base64 is one event. */
  event_chars: number;
  /** Of a whole response, in bytes. */
  body_bytes: number;
}

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
  readonly #endpoint: Endpoint;
  readonly #deadlines: Deadlines;
  readonly #retries: RetryPolicy;
  readonly #limits: AnswerLimits;
  readonly #clock: ChatModelClock;
  readonly #usageInStream: boolean;
  /** The request without its body, made once. */
  readonly #blank: WireRequest;

  constructor(options: ChatModelOptions) {
    this.#deadlines = { ...DEFAULT_DEADLINES, ...options.deadlines };
    this.#retries = { ...DEFAULT_RETRIES, ...options.retries };
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#usageInStream = options.usageInStream ?? true;
    this.#endpoint = new Endpoint(options, this.#deadlines.connect_ms);
    this.#blank = this.#endpoint.request("POST", "chat/completions", {
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
    });
  }

  stream(
    request: ChatRequest,
    options: StreamOptions = {},
  ): AsyncIterableIterator<ChatCompletionChunk, undefined, undefined> {
    return new Flattened(this.#batches(request, options));
  }

  dispose(): Promise<void> {
    return this.#endpoint.dispatchers.destroy();
  }

  /** Chunks as they came together off the wire. Nothing is sent before the first batch is asked for. */
  async *#batches(
    request: ChatRequest,
    options: StreamOptions,
  ): AsyncGenerator<readonly ChatCompletionChunk[], void, undefined> {
    const body = requestBody(request, { usageInStream: this.#usageInStream });
    const wire = { ...this.#blank, body };
    const awaits = request.stream === false ? "whole" : "first_token";
    const call = new Call({ deadlines: this.#deadlines, signal: options.signal, awaits });
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const answer = await this.#open(call, wire, { request, options });
          for (let chunks; (chunks = await answer.next());) yield chunks;
          return;
        } catch (error) {
          await this.#pauseOrThrow(call, error, { attempt, options });
        }
      }
    } finally {
      call.close();
    }
  }

  async #open(
    call: Call,
    wire: WireRequest,
    { request, options }: { request: ChatRequest; options: StreamOptions },
  ): Promise<Attempt> {
    const { exchange, request: sent } = await call.send(this.#endpoint.dispatchers, wire);
    const { status, headers } = exchange;
    const { secrets } = this.#endpoint;
    const context = { status, headers, now: this.#clock.now(), secrets };
    if (status >= 300) {
      call.watch.enter("tail");
      throw await statusError(exchange, { ...context, url: sent.url });
    }
    const state = new AnswerState(context);
    const reader = new AnswerReader(state, {
      context,
      eventLimit: this.#limits.event_chars,
      bodyLimit: this.#limits.body_bytes,
      onComment: options.onProgress && waitingNote(options.onProgress),
    });
    return new Attempt({ call, exchange, state, reader, wantsWhole: request.stream === false });
  }

  async #pauseOrThrow(
    call: Call,
    error: unknown,
    { attempt, options }: { attempt: number; options: StreamOptions },
  ): Promise<void> {
    if (!(error instanceof ColloquyError)) throw error;
    const delay = retryDelay(error, attempt, {
      policy: this.#retries,
      random: () => this.#clock.random(),
    });
    if (delay === undefined || delay >= call.watch.left) throw error;
    const { message } = error.record;
    const seconds = (delay / 1000).toFixed(1);
    options.onProgress?.({
      message: `${message}; trying again in ${seconds} s (${attempt} of ${this.#retries.retries})`,
    });
    await call.pause(delay);
  }
}

/** Tells once that the server is alive and the model has said nothing yet. */
function waitingNote(onProgress: (progress: ModelProgress) => void): () => void {
  let isTold = false;
  return () => {
    if (!isTold) onProgress({ message: "the server has the request and is waiting for the model" });
    isTold = true;
  };
}
