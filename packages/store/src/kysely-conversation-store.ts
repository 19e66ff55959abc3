import {
  HEARTBEAT_FRESH_MS,
  oldestFirst,
  parseSearchQuery,
  type ConversationExport,
  type ConversationRecord,
  type ConversationStore,
  type ImportResult,
  type ListOptions,
  type MessageRecord,
  type SearchHit,
  type SearchOptions,
  type TurnEnd,
  type TurnStart,
} from "@colloquy/core";
import {
  findConversation,
  findConversations,
  knownConversation,
  listConversations,
} from "./conversation-queries.ts";
import {
  eraseConversation,
  importConversation,
  moveHead,
  renameConversation,
} from "./conversation-writes.ts";
import { messagesByIdPrefix, messagesByIds, messagesOf, pathOf } from "./message-queries.ts";
import type { StoreDatabase, StoreDialect } from "./store-dialect.ts";
import { beginTurn, finishTurn, growAnswer } from "./turn-writes.ts";

const SEARCH_LIMIT = 20;

/** The `ConversationStore` port over any engine that has a `StoreDialect`. */
export class KyselyConversationStore implements ConversationStore {
  readonly #database: StoreDatabase;
  readonly #dialect: StoreDialect;
  readonly #now: () => number;

  constructor(options: { database: StoreDatabase; dialect: StoreDialect; now: () => number }) {
    this.#database = options.database;
    this.#dialect = options.dialect;
    this.#now = options.now;
  }

  begin(start: TurnStart): Promise<void> {
    return this.#durably((trx) => beginTurn(trx, start));
  }

  grow(
    id: string,
    partial: { message: MessageRecord["message"]; heartbeat_at: string },
  ): Promise<void> {
    return this.#safely(() =>
      this.#dialect.quickly(this.#database, (trx) => growAnswer(trx, id, partial)),
    );
  }

  finish(id: string, end: TurnEnd): Promise<void> {
    return this.#durably((trx) => finishTurn(trx, id, end));
  }

  conversation(id: string): Promise<ConversationRecord | undefined> {
    return this.#safely(() => findConversation(this.#database, id));
  }

  message(id: string): Promise<MessageRecord | undefined> {
    return this.#safely(async () => (await messagesByIds(this.#database, [id]))[0]);
  }

  path(conversationId: string, leafId?: string): Promise<readonly MessageRecord[]> {
    return this.#safely(async () => {
      const { head_id } = await knownConversation(this.#database, conversationId);
      const leaf = leafId ?? head_id;
      return leaf === null ? [] : pathOf(this.#database, conversationId, leaf);
    });
  }

  messages(conversationId: string): Promise<readonly MessageRecord[]> {
    return this.#safely(async () => oldestFirst(await messagesOf(this.#database, conversationId)));
  }

  list(options: ListOptions = {}): Promise<readonly ConversationRecord[]> {
    return this.#safely(() => listConversations(this.#database, options));
  }

  find(idPrefixOrTitle: string): Promise<readonly ConversationRecord[]> {
    return this.#safely(() => findConversations(this.#database, idPrefixOrTitle));
  }

  findMessages(idPrefix: string): Promise<readonly MessageRecord[]> {
    return this.#safely(() => messagesByIdPrefix(this.#database, idPrefix));
  }

  search(query: string, options: SearchOptions = {}): Promise<readonly SearchHit[]> {
    return this.#safely(async () => {
      const terms = parseSearchQuery(query);
      if (terms.length === 0) return [];
      const { limit = SEARCH_LIMIT, conversationId } = options;
      const abandonedBefore = new Date(this.#now() - HEARTBEAT_FRESH_MS).toISOString();
      const input = { terms, limit, conversationId, abandonedBefore };
      return this.#dialect.search(this.#database, input);
    });
  }

  rename(id: string, title: string | null): Promise<void> {
    return this.#durably((trx) => renameConversation(trx, id, title));
  }

  setHead(conversationId: string, messageId: string | null): Promise<void> {
    return this.#durably((trx) => moveHead(trx, conversationId, messageId));
  }

  async delete(conversationIds: string | readonly string[]): Promise<void> {
    const ids = typeof conversationIds === "string" ? [conversationIds] : conversationIds;
    await this.#durably(async (trx) => {
      for (const id of ids) await eraseConversation(trx, id);
      await this.#dialect.eraseTraces(trx);
    });
    await this.#safely(() => this.#dialect.afterErasing(this.#database));
  }

  import(data: ConversationExport): Promise<ImportResult> {
    return this.#durably((trx) => importConversation(trx, data));
  }

  async close(): Promise<void> {
    await this.#database.destroy();
  }

  #durably<T>(work: (trx: StoreDatabase) => Promise<T>): Promise<T> {
    return this.#safely(() => this.#dialect.durably(this.#database, work));
  }

  async #safely<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#dialect.failure(error);
    }
  }
}
