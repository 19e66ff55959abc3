import {
  accumulate,
  ApiError,
  bringsAnswer,
  ConnectionError,
  InterruptedError,
  ProtocolError,
  readChunk,
  readWireError,
} from "@colloquy/core";
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChunkChoice,
  ColloquyError,
  WireErrorContext,
} from "@colloquy/core";

/** Chunks that bring nothing are held back until something comes, but not more of them than this. */
const MOST_HELD = 1_000;

/**
 * What has come of an answer and what that makes of it. Chunks that bring no part of the answer are held
 * back until one does, so that a failure before it is a plain error and may be tried again. What came is
 * kept as its text, and only put together when the answer breaks off: a good stream pays nothing for it.
 */
export class AnswerState {
  readonly #context: WireErrorContext;
  readonly #kept: (string | ChatCompletionChunk)[] = [];
  #ready: ChatCompletionChunk[] = [];
  #received = false;
  #hasStarted = false;
  #moved = false;
  #finishReason: string | null = null;
  /** The answer is the choice with the lowest index. */
  #answerIndex = Number.POSITIVE_INFINITY;
  #failure: ColloquyError | undefined;

  constructor(context: WireErrorContext) {
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

  /** Adds a chunk; `source` is the JSON it was read from, or the chunk itself. */
  add(chunk: ChatCompletionChunk, source: string | ChatCompletionChunk): void {
    if (this.#failure) return;
    this.#kept.push(source);
    if (chunk.usage) this.#moved = true;
    for (const choice of chunk.choices) this.#look(choice);
    this.#failure = this.#errorIn(chunk);
    if (!this.#failure || this.#received) this.#ready.push(chunk);
    this.#hasStarted ||= this.#received || this.isFinished || this.#ready.length > MOST_HELD;
  }

  /** The chunks to hand on now. */
  take(): ChatCompletionChunk[] {
    if (!this.#hasStarted || this.#ready.length === 0) return [];
    const ready = this.#ready;
    this.#ready = [];
    return ready;
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
      this.#kept.map((kept) => (typeof kept === "string" ? readChunk(JSON.parse(kept)) : kept)),
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

  /** Whether anything was or can be handed on. */
  get hasStarted(): boolean {
    return this.#hasStarted;
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
