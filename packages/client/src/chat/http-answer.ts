import { ColloquyError } from "@colloquy/core";
import type { ChatRequest, ModelProgress, StreamOptions } from "@colloquy/core";
import { Call } from "../http/call.ts";
import type { Deadlines } from "../http/deadlines.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { WireRequest } from "../http/redirect.ts";
import { statusError } from "../http/status-error.ts";
import type { AnswerSource } from "./answer-iterator.ts";
import { AnswerState } from "./answer-state.ts";
import { Attempt } from "./attempt.ts";
import { BodyReader } from "./body-reader.ts";
import { requestBody } from "./request-body.ts";
import { retryDelay } from "./retry-policy.ts";
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

/** What all answers of one model have in common. */
export interface HttpAnswerSettings {
  endpoint: Endpoint;
  deadlines: Deadlines;
  retries: RetryPolicy;
  limits: AnswerLimits;
  clock: ChatModelClock;
  usageInStream: boolean;
  /** The request without its body, made once. */
  blank: WireRequest;
}

interface Asked {
  request: ChatRequest;
  options: StreamOptions;
}

/** One answer over HTTP: the call, its attempts and the pauses between them. */
export class HttpAnswer implements AnswerSource {
  readonly #settings: HttpAnswerSettings;
  readonly #options: StreamOptions;
  readonly #wantsWhole: boolean;
  readonly #wire: WireRequest;
  readonly #call: Call;

  constructor(settings: HttpAnswerSettings, { request, options }: Asked) {
    const { deadlines, blank, usageInStream } = settings;
    this.#settings = settings;
    this.#options = options;
    this.#wantsWhole = request.stream === false;
    this.#wire = { ...blank, body: requestBody(request, { usageInStream }) };
    const awaits = this.#wantsWhole ? "whole" : "first_token";
    this.#call = new Call({ deadlines, signal: options.signal, awaits });
  }

  async open(): Promise<Attempt> {
    const call = this.#call;
    const { endpoint, limits, clock } = this.#settings;
    const { exchange, request } = await call.send(endpoint.dispatchers, this.#wire);
    const { status, headers } = exchange;
    const context = { status, headers, now: clock.now(), secrets: endpoint.secrets };
    if (status >= 300) {
      call.watch.enter("tail");
      throw await statusError(exchange, { ...context, url: request.url });
    }
    const { onProgress } = this.#options;
    const reader = new BodyReader({
      context,
      eventLimit: limits.event_chars,
      bodyLimit: limits.body_bytes,
      onComment: onProgress && waitingNote(onProgress),
    });
    const state = new AnswerState(reader, context);
    return new Attempt({ call, exchange, state, reader, wantsWhole: this.#wantsWhole });
  }

  async pauseOrThrow(error: unknown, attempt: number): Promise<void> {
    if (!(error instanceof ColloquyError)) throw error;
    const { retries, clock } = this.#settings;
    const delay = retryDelay(error, attempt, { policy: retries, random: () => clock.random() });
    if (delay === undefined || delay >= this.#call.watch.left) throw error;
    const { message } = error.record;
    const seconds = (delay / 1000).toFixed(1);
    this.#options.onProgress?.({
      message: `${message}; trying again in ${seconds} s (${attempt} of ${retries.retries})`,
    });
    await this.#call.pause(delay);
  }

  close(): void {
    this.#call.close();
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
