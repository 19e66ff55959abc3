import {
  sameJson,
  storeFailure,
  type ConversationExport,
  type FreshMemory,
  type LedgerEntry,
  type MarkRecord,
  type MemoryStore,
  type MessageRecord,
  type MessageTerms,
  type ModelLessons,
  type StoredSummary,
} from "@colloquy/core";

/** What the fake needs to know of the conversations beside it. */
interface Beside {
  now(): number;
  /** Undefined for a message that is not there. */
  message(id: string): MessageRecord | undefined;
  /** Whether the answer has not ended. */
  isOpen(id: string): boolean;
  spend(entry: LedgerEntry): void;
}

/** A `MemoryStore` in memory, beside the conversations of `createMemoryStore`. */
export class KeptMemory implements MemoryStore {
  readonly #beside: Beside;
  readonly #marks = new Map<string, MarkRecord>();
  readonly #summaries = new Map<string, StoredSummary>();
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #terms = new Map<string, MessageTerms>();
  readonly #lessons = new Map<string, ModelLessons>();

  constructor(beside: Beside) {
    this.#beside = beside;
  }

  async marks(conversationId: string): Promise<readonly MarkRecord[]> {
    return [...this.#marks.values()]
      .filter(({ message_id }) => this.#isIn(conversationId, message_id))
      .toSorted((a, b) => order(a.created_at, b.created_at) || order(a.message_id, b.message_id));
  }

  async setMark(
    conversationId: string,
    message_id: string,
    mark: MarkRecord["mark"] | null,
  ): Promise<void> {
    if (!this.#isIn(conversationId, message_id))
      throw storeFailure("not_found", `no message ${message_id} in conversation ${conversationId}`);
    const created_at = new Date(this.#beside.now()).toISOString();
    if (mark === null) this.#marks.delete(message_id);
    else if (this.#marks.get(message_id)?.mark !== mark)
      this.#marks.set(message_id, { message_id, mark, created_at });
  }

  async summaries(conversationId: string): Promise<readonly StoredSummary[]> {
    return structuredClone(
      [...this.#summaries.values()].filter(
        ({ conversation_id }) => conversation_id === conversationId,
      ),
    );
  }

  async keepSummary(summary: StoredSummary): Promise<void> {
    const { id, conversation_id } = summary;
    if (this.#add(summary)) return;
    const there = this.#summaries.has(id);
    if (there) throw storeFailure("exists", `summary ${id} exists with other content`);
    throw storeFailure("invalid", `summary ${id} covers what is not in ${conversation_id}`);
  }

  /** Marks and summaries of an export; ids of the summaries that are refused. */
  take({ conversation, marks = [], summaries = [] }: ConversationExport): readonly string[] {
    for (const mark of marks)
      if (this.#isIn(conversation.id, mark.message_id) && !this.#marks.has(mark.message_id))
        this.#marks.set(mark.message_id, structuredClone(mark));
    const own = summaries.map((each) => ({ ...each, conversation_id: conversation.id }));
    return own.filter((summary) => !this.#add(summary)).map(({ id }) => id);
  }

  /** False when the id is taken by other content, or when what it covers is not there. */
  #add(summary: StoredSummary): boolean {
    const { id, conversation_id, retired_at } = summary;
    const known = this.#summaries.get(id);
    if (known) return sameJson({ ...known, retired_at }, summary);
    for (const end of [summary.covers_from_id, summary.covers_to_id])
      if (!this.#isIn(conversation_id, end)) return false;
    this.#summaries.set(id, structuredClone(summary));
    const { model, usage, cost_usd, created_at } = summary;
    if (model !== null)
      this.#beside.spend({ message_id: id, conversation_id, model, usage, cost_usd, created_at });
    return true;
  }

  async retireSummaries(ids: readonly string[], retired_at: string | null): Promise<void> {
    const missing = ids.find((id) => !this.#summaries.has(id));
    if (missing !== undefined) throw storeFailure("not_found", `no summary ${missing}`);
    for (const [id, summary] of this.#summaries)
      if (ids.includes(id)) this.#summaries.set(id, { ...summary, retired_at });
  }

  async tokenCounts(
    conversationId: string,
    tokenizer: string,
  ): Promise<ReadonlyMap<string, number>> {
    return this.#within(conversationId, this.#counts.get(tokenizer) ?? new Map<string, number>());
  }

  async keepTokenCounts(tokenizer: string, counts: ReadonlyMap<string, number>): Promise<void> {
    const kept = this.#counts.get(tokenizer) ?? new Map<string, number>();
    this.#counts.set(tokenizer, kept);
    for (const [id, tokens] of counts) if (this.#hasEnded(id)) kept.set(id, tokens);
  }

  async messageTerms(
    conversationId: string,
    version: number,
  ): Promise<ReadonlyMap<string, MessageTerms>> {
    const kept = this.#within(conversationId, this.#terms);
    return new Map([...kept].filter(([, terms]) => terms.version === version));
  }

  async keepMessageTerms(terms: ReadonlyMap<string, MessageTerms>): Promise<void> {
    for (const [id, value] of terms)
      if (this.#hasEnded(id)) this.#terms.set(id, structuredClone(value));
  }

  async lessons(model: string): Promise<ModelLessons> {
    return structuredClone(this.#lessons.get(model) ?? { corrections: [], windows: [] });
  }

  async keepLessons(model: string, lessons: ModelLessons): Promise<void> {
    this.#lessons.set(model, structuredClone(lessons));
  }

  async keepFresh({ terms, counts }: FreshMemory): Promise<void> {
    if (counts) await this.keepTokenCounts(counts.tokenizer, counts.counts);
    if (terms) await this.keepMessageTerms(terms);
  }

  /** Before its messages are gone. */
  forget(conversationId: string): void {
    for (const map of [this.#marks, this.#terms, ...this.#counts.values()])
      for (const id of map.keys()) if (this.#isIn(conversationId, id)) map.delete(id);
    for (const [id, { conversation_id }] of this.#summaries)
      if (conversation_id === conversationId) this.#summaries.delete(id);
  }

  #isIn(conversationId: string, messageId: string): boolean {
    return this.#beside.message(messageId)?.conversation_id === conversationId;
  }

  #hasEnded(messageId: string): boolean {
    return this.#beside.message(messageId) !== undefined && !this.#beside.isOpen(messageId);
  }

  #within<T>(conversationId: string, values: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
    return new Map([...values].filter(([id]) => this.#isIn(conversationId, id)));
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
