import type { ChatCompletionChunk } from "@colloquy/core";
import type { Attempt } from "./attempt.ts";

/** What an iteration needs from its model. */
export interface AnswerSource {
  /** Sends the request and resolves when the response's head is there. */
  open(): Promise<Attempt>;
  /** Resolves when another attempt shall be made after this failure; throws it otherwise. */
  pauseOrThrow(error: unknown, attempt: number): Promise<void>;
  /** Ends whatever is under way. */
  close(): void;
}

type Result = IteratorResult<ChatCompletionChunk, undefined>;

const DONE: Result = { done: true, value: undefined };

/**
 * Iterates over one answer, tried again as often as its source allows. Written out instead of as a
 * generator: a chunk that is here already costs one resolved promise. Nothing is sent before the first
 * chunk is asked for.
 */
export class AnswerIterator implements AsyncIterableIterator<ChatCompletionChunk, undefined> {
  readonly #begin: () => AnswerSource;
  #source: AnswerSource | undefined;
  #attempt: Attempt | undefined;
  #isOver = false;
  #asked: Promise<unknown> | undefined;

  constructor(begin: () => AnswerSource) {
    this.#begin = begin;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    // A reader may ask again before it was answered: then it waits for its turn.
    if (this.#asked) return this.#asked.then(() => this.next());
    const chunk = this.#attempt?.here();
    if (chunk) return Promise.resolve({ done: false, value: chunk });
    const answer = this.#advance();
    this.#asked = answer.then(
      () => (this.#asked = undefined),
      () => (this.#asked = undefined),
    );
    return answer;
  }

  /** The reader leaves: the work is stopped. */
  return(): Promise<Result> {
    this.#close();
    return Promise.resolve(DONE);
  }

  async #advance(): Promise<Result> {
    if (this.#isOver) return DONE;
    try {
      const chunk = await this.#nextChunk();
      if (chunk) return { done: false, value: chunk };
    } catch (error) {
      this.#close();
      throw error;
    }
    this.#close();
    return DONE;
  }

  async #nextChunk(): Promise<ChatCompletionChunk | undefined> {
    const source = (this.#source ??= this.#begin());
    for (let count = 1; ; count += 1) {
      try {
        this.#attempt ??= await source.open();
        return await this.#attempt.next();
      } catch (error) {
        this.#attempt = undefined;
        await source.pauseOrThrow(error, count);
      }
    }
  }

  #close(): void {
    this.#isOver = true;
    this.#attempt = undefined;
    this.#source?.close();
  }
}
