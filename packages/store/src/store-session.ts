import type { StoreDatabase, StoreDialect } from "./store-dialect.ts";

/** How the ports reach their database: every failure comes out as a `StoreError`. */
export class StoreSession {
  readonly dialect: StoreDialect;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly #database: StoreDatabase;

  constructor(options: { database: StoreDatabase; dialect: StoreDialect; now: () => number }) {
    this.#database = options.database;
    this.dialect = options.dialect;
    this.now = options.now;
  }

  read<T>(work: (database: StoreDatabase) => Promise<T>): Promise<T> {
    return this.#safely(() => work(this.#database));
  }

  /** A transaction that a power cut cannot undo once it resolves. */
  durably<T>(work: (trx: StoreDatabase) => Promise<T>): Promise<T> {
    return this.#safely(() => this.dialect.durably(this.#database, work));
  }

  /** A transaction that survives a killed process. */
  quickly<T>(work: (trx: StoreDatabase) => Promise<T>): Promise<T> {
    return this.#safely(() => this.dialect.quickly(this.#database, work));
  }

  /** A durable transaction that deletes, and leaves nothing of it behind. */
  async erasing(work: (trx: StoreDatabase) => Promise<void>): Promise<void> {
    await this.durably(work);
    await this.#safely(() => this.dialect.afterErasing(this.#database));
  }

  close(): Promise<void> {
    return this.#safely(() => this.#database.destroy());
  }

  async #safely<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.dialect.failure(error);
    }
  }
}
