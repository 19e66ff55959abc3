import {
  accumulate,
  ApiError,
  bringsAnswer,
  completionChunk,
  ConnectionError,
  InterruptedError,
  ProtocolError,
  readChunk,
  readCompletion,
  readWireError,
} from "@colloquy/core";
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChunkChoice,
  ColloquyError,
  WireErrorContext,
} from "@colloquy/core";
import type { BodyReader } from "./body-reader.ts";
import { excerpt, protocolError } from "./protocol-error.ts";

const PAGE_REMEDY =
  "Check the base URL (it ends in /v1, mostly); a guest network may want you to log in first.";

/** Chunks that bring nothing are held back until something comes, but not more of them than this. */
const MOST_HELD = 1_000;

/**
 * What has come of an answer and what that makes of it. Chunks that bring no part of the answer are held
 * back until one does, so that a failure before it is a plain error and may be tried again. The answer is
 * only put together when it breaks off, from the body read again: a good stream pays nothing for it.
 */
export class AnswerState {
  readonly #context: WireErrorContext;
  readonly #reader: BodyReader;
  #held: ChatCompletionChunk[] = [];
  #received = false;
  #hasStarted = false;
  #moved = false;
  #finishReason: string | null = null;
  /** The answer is the choice with the lowest index. */
  #answerIndex = Number.POSITIVE_INFINITY;
  #failure: ColloquyError | undefined;

  constructor(reader: BodyReader, context: WireErrorContext) {
    this.#reader = reader;
    this.#context = context;
  }

  /** Whether the answer has come to its end: nothing that is missing now makes it a cut one. */
  get isFinished(): boolean {
    return this.#finishReason !== null && !this.#failure;
  }

  /** An error that came inside the answer. */
  get failure(): ColloquyError | undefined {
    return this.#failure;
  }

  /** Whether anything was or can be handed on. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** The next chunk of what the reader has, to be handed on; undefined when there is none now. */
  next(): ChatCompletionChunk | undefined {
    for (;;) {
      if (this.#hasStarted && this.#held.length > 0) return this.#held.shift();
      if (this.#failure) return undefined;
      const text = this.#reader.take();
      if (text === undefined) return undefined;
      const chunk = this.#accept(text);
      if (!chunk) continue;
      if (this.#hasStarted && this.#held.length === 0) return chunk;
      this.#held.push(chunk);
      this.#hasStarted ||= this.#held.length > MOST_HELD;
    }
  }

  /** Whether something came since the last time this was asked; keep-alives are nothing. */
  takeMoved(): boolean {
    const moved = this.#moved;
    this.#moved = false;
    return moved;
  }

  /** The answer so far. */
  completion(): ChatCompletion {
    return accumulate(
      this.#reader.taken
        .map((text) => this.#readOrNothing(text))
        .filter((chunk) => chunk !== undefined),
    );
  }

  /** What a failure means here: an interruption once something was handed on, else the failure itself. */
  asFailure(cause: ColloquyError): ColloquyError {
    if (!this.#hasStarted || cause instanceof InterruptedError) return cause;
    const { kind: _kind, ...record } = cause.record;
    const completion = this.completion();
    const provider = record.provider ?? completion.provider ?? null;
    return new InterruptedError({ ...record, provider }, completion, { cause });
  }

  /** The failure that an end without a finish_reason is. */
  unfinished(): ColloquyError {
    return new ProtocolError({
      message: this.#hasStarted
        ? "the stream ended before the answer was finished"
        : "the response ended and the model had said nothing",
      provider: this.completion().provider ?? null,
      remedy: "Try again; if it stays, choose another provider or model.",
      retryable: true,
    });
  }

  #accept(text: string): ChatCompletionChunk | undefined {
    const chunk = this.#readOrNothing(text, (error) => {
      // After the end of the answer nothing that cannot be read takes anything from it.
      if (!this.isFinished) this.#failure = error;
    });
    if (!chunk) return undefined;
    if (chunk.usage) this.#moved = true;
    let mayFail = Boolean(chunk.error);
    for (const choice of chunk.choices) {
      this.#look(choice);
      if (choice.finish_reason === "error" || choice.error) mayFail = true;
    }
    if (mayFail) this.#failure = this.#errorIn(chunk);
    this.#hasStarted ||= this.#received || this.isFinished;
    return this.#failure && !this.#received ? undefined : chunk;
  }

  #readOrNothing(
    text: string,
    onError?: (error: ProtocolError) => void,
  ): ChatCompletionChunk | undefined {
    try {
      return this.#read(text);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      onError?.(error);
      return undefined;
    }
  }

  #read(text: string): ChatCompletionChunk | undefined {
    return this.#reader.isWhole ? this.#readWhole(text) : this.#readEvent(text);
  }

  #readEvent(text: string): ChatCompletionChunk | undefined {
    try {
      return readChunk(JSON.parse(text));
    } catch (cause) {
      // A proxy may have turned keep-alive comments, or blank lines, into data.
      if (/^\s*(?::|$)/.test(text)) return undefined;
      const message = `an event of the stream is not JSON: ${excerpt(text)}`;
      throw protocolError(message, { context: this.#context, raw: text, cause });
    }
  }

  #readWhole(text: string): ChatCompletionChunk {
    const context = this.#context;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      const { message } = readWireError(text, context);
      const isPage = /^\s*</.test(text);
      const what = isPage
        ? "a web page came instead of an answer"
        : "the response's body is not JSON";
      const remedy = isPage ? PAGE_REMEDY : undefined;
      throw protocolError(`${what}: ${excerpt(message)}`, { context, raw: text, cause, remedy });
    }
    const completion = readCompletion(value);
    if (completion.choices.length > 0 || completion.error) return completionChunk(completion);
    throw protocolError(`the response holds no answer: ${excerpt(text)}`, { context, raw: text });
  }

  #look({ index, delta, finish_reason: reason }: ChunkChoice): void {
    if (bringsAnswer(delta)) {
      this.#received = true;
      this.#moved = true;
    }
    if (index < this.#answerIndex) {
      this.#answerIndex = index;
      this.#finishReason = null;
    }
    if (reason === null) return;
    this.#moved = true;
    if (index === this.#answerIndex) this.#finishReason ??= reason;
  }

  #errorIn(chunk: ChatCompletionChunk): ApiError | undefined {
    if (chunk.error) return this.#apiError(chunk);
    for (const choice of chunk.choices) {
      if (choice.error) return this.#apiError({ ...chunk, choices: [choice] });
      if (choice.finish_reason === "error" && this.#finishReason === "error") {
        return this.#unexplained(chunk, choice);
      }
    }
    return undefined;
  }

  #unexplained(chunk: ChatCompletionChunk, choice: ChunkChoice): ApiError {
    const reason = choice.native_finish_reason;
    const message = `the provider ended the answer with an error${reason ? ` (${reason})` : ""}`;
    return this.#apiError({ provider: chunk.provider, error: { message } });
  }

  #apiError(body: object): ApiError {
    return new ApiError(readWireError(body, this.#context));
  }
}

/** Whether a failure is only the end of the connection, which after a finish_reason takes nothing away. */
export function isMereEnd(error: ColloquyError): boolean {
  return (
    error instanceof ConnectionError ||
    error instanceof ProtocolError ||
    (error.record.kind === "timeout" && error.record.details?.["phase"] !== "total")
  );
}
