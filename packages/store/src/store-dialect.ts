import type { SearchHit, SearchTerm, StoreError } from "@colloquy/core";
import type { Kysely } from "kysely";
import type { StoreSchema } from "./schema.ts";

export type StoreDatabase = Kysely<StoreSchema>;

export interface SearchInput {
  terms: readonly SearchTerm[];
  limit: number;
  conversationId: string | undefined;
  /** Answers that have not ended are searched too when their last heartbeat is older (ISO 8601 UTC). */
  abandonedBefore: string;
}

/** What differs between database engines. Everything else is written once, in Kysely. */
export interface StoreDialect {
  /** An engine's failure as a `StoreError`; errors that are one already pass through. */
  failure(error: unknown): StoreError;
  /** A transaction that writes; when it resolves, a power cut cannot undo it. */
  durably<T>(database: StoreDatabase, work: (trx: StoreDatabase) => Promise<T>): Promise<T>;
  /** A transaction that writes and survives a killed process, but perhaps not a power cut. Cheaper. */
  quickly<T>(database: StoreDatabase, work: (trx: StoreDatabase) => Promise<T>): Promise<T>;
  search(database: StoreDatabase, input: SearchInput): Promise<readonly SearchHit[]>;
  /** Within the transaction that deleted rows: leaves none of their words in the index. */
  eraseTraces(trx: StoreDatabase): Promise<void>;
  /** After it: gives their room back and leaves no trace of them in the files. */
  afterErasing(database: StoreDatabase): Promise<void>;
}
