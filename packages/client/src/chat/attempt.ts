import { ColloquyError, completionChunk, ConnectionError } from "@colloquy/core";
import type { ChatCompletionChunk } from "@colloquy/core";
import type { Call } from "../http/call.ts";
import type { Phase } from "../http/deadlines.ts";
import type { Exchange } from "../http/exchange.ts";
import type { AnswerReader } from "./answer-reader.ts";
import type { AnswerState } from "./answer-state.ts";
import { isMereEnd } from "./answer-state.ts";

export interface AttemptParts {
  call: Call;
  exchange: Exchange;
  state: AnswerState;
  reader: AnswerReader;
  /** One chunk at the end, instead of chunks as they come. */
  wantsWhole: boolean;
}

/** One response being read: hands on its chunks and decides how it ended. */
export class Attempt {
  readonly #parts: AttemptParts;
  #phase: Phase;
  #hasMoved = false;
  #handed: ChatCompletionChunk[] = [];
  #isOver = false;
  #failure: ColloquyError | undefined;

  constructor(parts: AttemptParts) {
    parts.call.onEnded = (): void => void this.#handed.splice(0);
    this.#phase = parts.wantsWhole ? "whole" : "first_token";
    this.#parts = parts;
  }

  /**
   * The next chunks to hand on, at least one; undefined at a good end. Throws how it failed, after all
   * that had come was handed on. While nobody asks, no deadline but the whole call's runs. The array is
   * emptied when the call is ended from outside: nothing is handed on after that.
   */
  async next(): Promise<ChatCompletionChunk[] | undefined> {
    const { call, state } = this.#parts;
    const { watch } = call;
    watch.release();
    if (call.failure) throw state.asFailure(call.failure);
    for (;;) {
      const chunks = this.#take();
      if (chunks.length > 0) {
        watch.hold();
        this.#handed = chunks;
        return chunks;
      }
      if (this.#failure) throw this.#failure;
      if (this.#isOver) return undefined;
      await this.#read();
    }
  }

  #take(): ChatCompletionChunk[] {
    const { state, reader, wantsWhole } = this.#parts;
    if (!wantsWhole || reader.isWhole === true) return state.take();
    if (!this.#isOver || state.take().length === 0) return [];
    return [completionChunk(state.completion())];
  }

  async #read(): Promise<void> {
    const { exchange, reader, state } = this.#parts;
    let broken: ColloquyError | undefined;
    try {
      const batch = await exchange.next();
      if (batch) for (const bytes of batch) reader.feed(bytes);
      else reader.end();
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error;
      broken = this.#lastWord(error);
    }
    this.#note();
    const failure = state.failure ?? (broken && this.#unlessFinished(broken));
    if (failure) this.#end(state.asFailure(failure));
    else if (broken) this.#end();
    else if (reader.isDone)
      this.#end(this.#isWhole() ? undefined : state.asFailure(state.unfinished()));
  }

  #isWhole(): boolean {
    const { reader, state } = this.#parts;
    return state.isFinished || (reader.isWhole === true && state.hasStarted);
  }

  #unlessFinished(broken: ColloquyError): ColloquyError | undefined {
    return this.#parts.state.isFinished && isMereEnd(broken) ? undefined : broken;
  }

  /** An answer in one body, broken off, was all but made: trying again would pay for it twice. */
  #lastWord(failure: ColloquyError): ColloquyError {
    if (!(failure instanceof ConnectionError) || this.#parts.reader.isWhole !== true)
      return failure;
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

  #end(failure?: ColloquyError): void {
    this.#isOver = true;
    this.#failure = failure;
    this.#parts.exchange.abandon();
  }
}
