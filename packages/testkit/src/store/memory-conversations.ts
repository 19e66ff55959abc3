import {
  checkParent,
  checkTurnStart,
  HEARTBEAT_FRESH_MS,
  mergeExport,
  oldestFirst,
  pathTo,
  storeFailure,
  type ConversationExport,
  type ConversationRecord,
  type ConversationStore,
  type ImportResult,
  type LedgerEntry,
  type ListOptions,
  type MessageRecord,
  type SearchHit,
  type SearchOptions,
  type TurnEnd,
  type TurnStart,
} from "@colloquy/core";
import { KeptMemory } from "./kept-memory.ts";
import type { MemoryLedger } from "./memory-ledger.ts";
import { searchRecords } from "./search-records.ts";

const FIND_LIMIT = 100;

/** The `ConversationStore` port held in memory, with what memory keeps beside it. */
export class MemoryConversations implements ConversationStore {
  readonly #conversations = new Map<string, ConversationRecord>();
  readonly #messages = new Map<string, MessageRecord>();
  /** Answers that have not ended. */
  readonly #open = new Set<string>();
  readonly memory: KeptMemory;
  readonly #ledger: MemoryLedger;
  readonly #now: () => number;

  constructor(ledger: MemoryLedger, now: () => number) {
    this.#ledger = ledger;
    this.#now = now;
    this.memory = new KeptMemory({
      now,
      message: (id) => this.#messages.get(id),
      isOpen: (id) => this.#open.has(id),
      spend: (entry) => void ledger.entries.set(entry.message_id, entry),
    });
  }

  async begin(start: TurnStart): Promise<void> {
    checkTurnStart(start);
    const { conversation, user, assistant } = start;
    for (const row of user ? [user, assistant] : [assistant])
      if (this.#messages.has(row.id))
        throw storeFailure("exists", `message ${row.id} is there already`);
    const first = user ?? assistant;
    checkParent(first, first.parent_id === null ? undefined : this.#messages.get(first.parent_id));
    const present = this.#conversations.get(conversation.id) ?? conversation;
    const { updated_at } = conversation;
    this.#conversations.set(present.id, copy({ ...present, updated_at, head_id: assistant.id }));
    if (user) this.#keep(user);
    this.#keep(assistant);
    this.#open.add(assistant.id);
    if (start.fresh) await this.memory.keepFresh(start.fresh);
  }

  async grow(
    id: string,
    { message, heartbeat_at }: { message: MessageRecord["message"]; heartbeat_at: string },
  ): Promise<void> {
    const { record, answer } = this.#unfinished(id);
    this.#messages.set(id, copy({ ...record, message, answer: { ...answer, heartbeat_at } }));
  }

  async finish(id: string, { message, state, answer }: TurnEnd): Promise<void> {
    const { record } = this.#unfinished(id);
    this.#keep({ ...record, message, state, answer });
    this.#open.delete(id);
  }

  async conversation(id: string): Promise<ConversationRecord | undefined> {
    return copy(this.#conversations.get(id));
  }

  async message(id: string): Promise<MessageRecord | undefined> {
    return copy(this.#messages.get(id));
  }

  async path(conversationId: string, leafId?: string): Promise<readonly MessageRecord[]> {
    const { head_id } = this.#known(conversationId);
    return pathTo(await this.messages(conversationId), leafId ?? head_id);
  }

  async messages(conversationId: string): Promise<readonly MessageRecord[]> {
    return oldestFirst(copy(this.#of(conversationId)));
  }

  async list({ limit, before }: ListOptions = {}): Promise<readonly ConversationRecord[]> {
    return this.#newestFirst(({ updated_at }) => !before || updated_at < before).slice(0, limit);
  }

  async find(idPrefixOrTitle: string): Promise<readonly ConversationRecord[]> {
    if (idPrefixOrTitle === "") return [];
    return this.#newestFirst(
      ({ id, title }) => id.startsWith(idPrefixOrTitle) || title === idPrefixOrTitle,
    ).slice(0, FIND_LIMIT);
  }

  async findMessages(idPrefix: string): Promise<readonly MessageRecord[]> {
    if (idPrefix === "") return [];
    return [...this.#messages.values()]
      .filter(({ id }) => id.startsWith(idPrefix))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, FIND_LIMIT)
      .map(copy);
  }

  async search(query: string, options: SearchOptions = {}): Promise<readonly SearchHit[]> {
    const { limit = 20, conversationId } = options;
    const records = [...this.#messages.values()].filter((record) => this.#searchable(record));
    return searchRecords(records, { query, titleOf: (id) => this.#conversations.get(id)?.title })
      .filter((hit) => !conversationId || hit.conversation_id === conversationId)
      .slice(0, limit);
  }

  async rename(id: string, title: string | null): Promise<void> {
    this.#conversations.set(id, { ...this.#known(id), title });
  }

  async setHead(conversationId: string, messageId: string | null): Promise<void> {
    const conversation = this.#known(conversationId);
    if (messageId !== null && this.#messages.get(messageId)?.conversation_id !== conversationId)
      throw storeFailure("not_found", `no message ${messageId} in conversation ${conversationId}`);
    this.#conversations.set(conversationId, { ...conversation, head_id: messageId });
  }

  async delete(conversationIds: string | readonly string[]): Promise<void> {
    const ids = typeof conversationIds === "string" ? [conversationIds] : conversationIds;
    for (const id of ids) this.#known(id);
    for (const id of ids) this.#erase(id);
  }

  async export(conversationId: string): Promise<ConversationExport> {
    const marks = await this.memory.marks(conversationId);
    const summaries = await this.memory.summaries(conversationId);
    return {
      conversation: copy(this.#known(conversationId)),
      messages: await this.messages(conversationId),
      ...(marks.length > 0 && { marks }),
      ...(summaries.length > 0 && { summaries }),
    };
  }

  async import(data: ConversationExport): Promise<ImportResult> {
    const present = this.#conversations.get(data.conversation.id);
    const merge = mergeExport(copy(data), { conversation: present, messages: this.#messages });
    if (merge.conversation) this.#conversations.set(merge.conversation.id, merge.conversation);
    for (const message of merge.add) this.#keep(message);
    const refused = this.memory.take(data);
    return {
      conversations: merge.conversation && !present ? 1 : 0,
      messages: merge.add.length,
      unchanged: merge.unchanged,
      conflicts: [...merge.conflicts, ...refused],
    };
  }

  async close(): Promise<void> {}

  #erase(conversationId: string): void {
    this.memory.forget(conversationId);
    for (const { id } of this.#of(conversationId)) {
      this.#messages.delete(id);
      this.#open.delete(id);
    }
    this.#conversations.delete(conversationId);
    this.#ledger.forget(conversationId);
  }

  #keep(record: MessageRecord): void {
    this.#messages.set(record.id, copy(record));
    if (record.answer) this.#ledger.entries.set(record.id, entryOf(record, record.answer));
  }

  #known(id: string): ConversationRecord {
    const found = this.#conversations.get(id);
    if (!found) throw storeFailure("not_found", `no conversation ${id}`);
    return found;
  }

  #unfinished(id: string): { record: MessageRecord; answer: NonNullable<MessageRecord["answer"]> } {
    const record = this.#messages.get(id);
    if (!record) throw storeFailure("not_found", `no message ${id}`);
    if (!this.#open.has(id) || !record.answer)
      throw storeFailure("finished", `message ${id} has ended as ${record.state}`);
    return { record, answer: record.answer };
  }

  #of(conversationId: string): MessageRecord[] {
    return [...this.#messages.values()].filter(
      ({ conversation_id }) => conversation_id === conversationId,
    );
  }

  #newestFirst(
    wanted: (conversation: ConversationRecord) => boolean,
  ): readonly ConversationRecord[] {
    return [...this.#conversations.values()]
      .filter(wanted)
      .toSorted((a, b) =>
        a.updated_at === b.updated_at
          ? a.id < b.id
            ? 1
            : -1
          : a.updated_at < b.updated_at
            ? 1
            : -1,
      )
      .map(copy);
  }

  #searchable({ id, answer }: MessageRecord): boolean {
    if (!this.#open.has(id)) return true;
    return this.#now() - Date.parse(answer?.heartbeat_at ?? "") >= HEARTBEAT_FRESH_MS;
  }
}

function entryOf(record: MessageRecord, answer: NonNullable<MessageRecord["answer"]>): LedgerEntry {
  return {
    message_id: record.id,
    conversation_id: record.conversation_id,
    model: answer.model,
    created_at: record.created_at,
    usage: answer.usage,
    cost_usd: answer.cost_usd,
  };
}

/** As JSON would bring it back: nothing is shared with the caller. */
function copy<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
