interface Waiting<T> {
  item: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Commits what comes close together at once: a full sync costs the same for one record as for fifty. While
 * one batch is being committed the next one gathers. `commit` says for each item why it was refused.
 */
export class GroupCommit<T> {
  readonly #commit: (items: readonly T[]) => Promise<readonly (Error | undefined)[]>;
  #waiting: Waiting<T>[] = [];
  #running = false;

  constructor(commit: (items: readonly T[]) => Promise<readonly (Error | undefined)[]>) {
    this.#commit = commit;
  }

  /** Resolves when the item is committed. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const refusals = await this.#commit(batch.map(({ item }) => item));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const refusal = refusals[index];
          if (refusal) reject(refusal);
          else resolve();
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }
}
