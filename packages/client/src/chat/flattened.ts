/**
 * Hands on one by one what comes in batches. Written out instead of as a generator: within a batch a step
 * is one resolved promise, which halves what iterating a long stream costs.
 */
export class Flattened<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #batches: AsyncIterator<readonly T[], void, undefined>;
  #batch: readonly T[] = [];
  #at = 0;
  #asked: Promise<unknown> | undefined;

  constructor(batches: AsyncIterator<readonly T[], void, undefined>) {
    this.#batches = batches;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#asked) return this.#asked.then(() => this.next());
    const at = this.#at;
    if (at >= this.#batch.length) return this.#more();
    this.#at = at + 1;
    return Promise.resolve({ done: false, value: this.#batch[at] as T });
  }

  /** The reader leaves: so does whoever makes the batches. */
  async return(): Promise<IteratorResult<T, undefined>> {
    this.#batch = [];
    await this.#batches.return?.();
    return { done: true, value: undefined };
  }

  /** A reader may ask again before it was answered: then it waits for its turn. */
  #more(): Promise<IteratorResult<T, undefined>> {
    const answer = this.#load().then((isOver) =>
      isOver ? { done: true as const, value: undefined } : this.next(),
    );
    return answer;
  }

  async #load(): Promise<boolean> {
    const loading = this.#batches.next();
    this.#asked = loading.then(noop, noop);
    try {
      const { done, value } = await loading;
      this.#batch = done ? [] : value;
      this.#at = 0;
      return done === true;
    } finally {
      this.#asked = undefined;
    }
  }
}

function noop(): void {
  // Failures are told to whoever asked.
}
