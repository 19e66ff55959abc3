import type {
  MarkRecord,
  MemoryStore,
  MessageTerms,
  ModelLessons,
  StoredSummary,
} from "@colloquy/core";
import {
  lessonsOf,
  marksOf,
  messageTermsOf,
  summariesOf,
  tokenCountsOf,
} from "./memory-queries.ts";
import {
  keepLessons,
  keepMessageTerms,
  keepSummary,
  keepTokenCounts,
  removeMark,
  retireSummaries,
  setMark,
} from "./memory-writes.ts";
import type { StoreSession } from "./store-session.ts";

/** The `MemoryStore` port over any engine that has a `StoreDialect`. */
export class KyselyMemoryStore implements MemoryStore {
  readonly #session: StoreSession;

  constructor(session: StoreSession) {
    this.#session = session;
  }

  marks(conversationId: string): Promise<readonly MarkRecord[]> {
    return this.#session.read((database) => marksOf(database, conversationId));
  }

  setMark(
    conversation_id: string,
    message_id: string,
    mark: MarkRecord["mark"] | null,
  ): Promise<void> {
    const message = { conversation_id, message_id };
    if (mark === null) return this.#session.durably((trx) => removeMark(trx, message));
    const created_at = new Date(this.#session.now()).toISOString();
    return this.#session.durably((trx) => setMark(trx, { ...message, mark, created_at }));
  }

  summaries(conversationId: string): Promise<readonly StoredSummary[]> {
    return this.#session.read((database) => summariesOf(database, conversationId));
  }

  keepSummary(summary: StoredSummary): Promise<void> {
    return this.#session.durably((trx) => keepSummary(trx, summary));
  }

  retireSummaries(ids: readonly string[], retiredAt: string | null): Promise<void> {
    return this.#session.durably((trx) => retireSummaries(trx, ids, retiredAt));
  }

  tokenCounts(conversationId: string, tokenizer: string): Promise<ReadonlyMap<string, number>> {
    return this.#session.read((database) => tokenCountsOf(database, conversationId, tokenizer));
  }

  keepTokenCounts(tokenizer: string, counts: ReadonlyMap<string, number>): Promise<void> {
    return this.#session.quickly((trx) => keepTokenCounts(trx, tokenizer, counts));
  }

  messageTerms(
    conversationId: string,
    version: number,
  ): Promise<ReadonlyMap<string, MessageTerms>> {
    return this.#session.read((database) => messageTermsOf(database, conversationId, version));
  }

  keepMessageTerms(terms: ReadonlyMap<string, MessageTerms>): Promise<void> {
    return this.#session.quickly((trx) => keepMessageTerms(trx, terms));
  }

  lessons(model: string): Promise<ModelLessons> {
    return this.#session.read((database) => lessonsOf(database, model));
  }

  keepLessons(model: string, lessons: ModelLessons): Promise<void> {
    return this.#session.quickly((trx) => keepLessons(trx, model, lessons));
  }
}
