import type { ChatCompletionChunk } from "./completion.ts";
import type { ChatRequest } from "./request.ts";

/** Something worth telling while nothing arrives yet: waiting for a lock, a retry, reading the prompt. */
export interface ModelProgress {
  /** A lower-case phrase fit for a status line. */
  message: string;
  done?: number;
  total?: number;
}

export interface StreamOptions {
  /** Stops the work upstream: the connection is closed, or the computing ends. */
  signal?: AbortSignal;
  onProgress?: (progress: ModelProgress) => void;
}

/**
 * The only way to ask any model. The contract, run as a suite by every implementation
 * (`chatModelContract` in testkit):
 *
 * 1. It throws a typed error (`ColloquyError`) before the first chunk, or yields at least one chunk.
 * 2. A failure after the first chunk ends the iteration with an `InterruptedError` that carries the
 *    completion so far. A cut stream is never reported as finished.
 * 3. `signal` stops the work upstream: before the first chunk an `AbortedError` is thrown, later an
 *    `InterruptedError` whose `cause` is an `AbortedError`. Leaving the loop (`return()`) stops it too.
 * 4. `usage` is on the last chunk that has one, or absent; it is never invented.
 * 5. The request's own `stream` field decides how the wire is used: `stream: false` yields one chunk
 *    whose delta is the whole message.
 * 6. `stream` may be called many times at once.
 */
export interface ChatModel {
  stream(request: ChatRequest, options?: StreamOptions): AsyncIterable<ChatCompletionChunk>;
  /** True when past answers of this model should carry their `token_ids` in the request. */
  readonly readsTokenIds?: boolean;
  /** Frees what the model holds. Safe to call twice. */
  dispose?(): Promise<void>;
}
