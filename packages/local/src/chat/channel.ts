/** Values pushed on one side, iterated on the other, in order; ends when closed or failed. One reader. */
export class Channel<T> {
  #values: T[] = [];
  #ended = false;
  #failure: { error: unknown } | undefined;
  #wake: (() => void) | undefined;

  push(value: T): void {
    this.#values.push(value);
    this.#wake?.();
  }

  close(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Ends the iteration, after the values already there, by throwing `error`. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.close();
  }

  async *values(): AsyncGenerator<T, void> {
    for (;;) {
      const values = this.#values;
      this.#values = [];
      yield* values;
      if (this.#values.length > 0) continue;
      if (this.#ended) break;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure) throw this.#failure.error;
  }
}
