import { ColloquyError, completionChunk, ConnectionError } from "@colloquy/core";
import type { ChatCompletionChunk } from "@colloquy/core";
import type { Call } from "../http/call.ts";
import type { Phase } from "../http/deadlines.ts";
import type { Exchange } from "../http/exchange.ts";
import type { AnswerState } from "./answer-state.ts";
import { isMereEnd } from "./answer-state.ts";
import type { BodyReader } from "./body-reader.ts";

export interface AttemptParts {
  call: Call;
  exchange: Exchange;
  state: AnswerState;
  reader: BodyReader;
  /** One chunk at the end, instead of chunks as they come. */
  wantsWhole: boolean;
}

/** One response being read: hands on its chunks and decides how it ended. */
export class Attempt {
  readonly #parts: AttemptParts;
  #phase: Phase;
  #hasMoved = false;
  #hasParts = false;
  #isStopped = false;
  #isOver = false;
  /** How the body ended where it did not end well. */
  #broken: ColloquyError | undefined;

  constructor(parts: AttemptParts) {
    this.#phase = parts.wantsWhole ? "whole" : "first_token";
    this.#parts = parts;
    parts.call.onEnded = (): void => void (this.#isStopped = true);
  }

  /** The next chunk if it is here already. Once the call is ended from outside, nothing is. */
  here(): ChatCompletionChunk | undefined {
    return this.#isStopped || this.#parts.wantsWhole ? undefined : this.#parts.state.next();
  }

  /**
   * The next chunk; undefined at a good end. Throws how it failed, after all that had come was handed on.
   * While nobody asks, no deadline but the whole call's runs.
   */
  async next(): Promise<ChatCompletionChunk | undefined> {
    const { call, state } = this.#parts;
    call.watch.release();
    for (;;) {
      if (call.failure) throw state.asFailure(call.failure);
      const chunk = this.#take();
      this.#note();
      if (chunk) {
        call.watch.hold();
        return chunk;
      }
      const failure = this.#failure();
      if (failure ?? this.#isOver) this.#parts.exchange.abandon();
      if (failure) throw failure;
      if (this.#isOver) return undefined;
      await this.#read();
    }
  }

  #take(): ChatCompletionChunk | undefined {
    const { state, reader, wantsWhole } = this.#parts;
    if (!wantsWhole || reader.isWhole) return state.next();
    while (state.next()) this.#hasParts = true;
    if (!this.#hasParts || !(this.#isOver || state.failure)) return undefined;
    this.#hasParts = false;
    return completionChunk(state.completion());
  }

  async #read(): Promise<void> {
    const { exchange, reader } = this.#parts;
    try {
      const batch = await exchange.next();
      if (batch) for (const bytes of batch) reader.feed(bytes);
      else reader.end();
      this.#isOver = reader.isDone;
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error;
      this.#broken = this.#lastWord(error);
      this.#isOver = true;
    }
  }

  /** How it failed, once there is nothing more to hand on. */
  #failure(): ColloquyError | undefined {
    const { state, reader } = this.#parts;
    if (state.failure) return state.asFailure(state.failure);
    if (!this.#isOver) return undefined;
    if (this.#broken) {
      const isHarmless = state.isFinished && isMereEnd(this.#broken);
      return isHarmless ? undefined : state.asFailure(this.#broken);
    }
    const isWhole = state.isFinished || (reader.isWhole === true && state.hasStarted);
    return isWhole ? undefined : state.asFailure(state.unfinished());
  }

  /** An answer in one body, broken off, was all but made: trying again would pay for it twice. */
  #lastWord(failure: ColloquyError): ColloquyError {
    if (!(failure instanceof ConnectionError) || !this.#parts.reader.isWhole) return failure;
    const { kind: _kind, ...record } = failure.record;
    return new ConnectionError(
      { ...record, message: `${record.message} in the middle of the answer`, retryable: false },
      { cause: failure },
    );
  }

  #note(): void {
    const { watch } = this.#parts.call;
    const moved = this.#parts.state.takeMoved();
    this.#hasMoved ||= moved;
    const phase = this.#phaseNow();
    if (phase !== this.#phase) watch.enter(phase);
    else if (moved) watch.progress();
    this.#phase = phase;
  }

  #phaseNow(): Phase {
    const { state, reader, wantsWhole } = this.#parts;
    if (state.isFinished) return "tail";
    if (reader.isWhole ?? wantsWhole) return "whole";
    return this.#hasMoved ? "silence" : "first_token";
  }
}
