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
  exportConversation,
  importConversation,
  moveHead,
  renameConversation,
} from "./conversation-writes.ts";
import { messagesByIdPrefix, messagesByIds, messagesOf, pathOf } from "./message-queries.ts";
import type { StoreSession } from "./store-session.ts";
import { beginTurn, finishTurn, growAnswer } from "./turn-writes.ts";

const SEARCH_LIMIT = 20;

/** The `ConversationStore` port over any engine that has a `StoreDialect`. */
export class KyselyConversationStore implements ConversationStore {
  readonly #session: StoreSession;

  constructor(session: StoreSession) {
    this.#session = session;
  }

  begin(start: TurnStart): Promise<void> {
    return this.#session.durably((trx) => beginTurn(trx, start));
  }

  grow(
    id: string,
    partial: { message: MessageRecord["message"]; heartbeat_at: string },
  ): Promise<void> {
    return this.#session.quickly((trx) => growAnswer(trx, id, partial));
  }

  finish(id: string, end: TurnEnd): Promise<void> {
    return this.#session.durably((trx) => finishTurn(trx, id, end));
  }

  conversation(id: string): Promise<ConversationRecord | undefined> {
    return this.#session.read((database) => findConversation(database, id));
  }

  message(id: string): Promise<MessageRecord | undefined> {
    return this.#session.read(async (database) => (await messagesByIds(database, [id]))[0]);
  }

  path(conversationId: string, leafId?: string): Promise<readonly MessageRecord[]> {
    return this.#session.read(async (database) => {
      const { head_id } = await knownConversation(database, conversationId);
      const leaf = leafId ?? head_id;
      return leaf === null ? [] : pathOf(database, conversationId, leaf);
    });
  }

  messages(conversationId: string): Promise<readonly MessageRecord[]> {
    return this.#session.read(async (database) =>
      oldestFirst(await messagesOf(database, conversationId)),
    );
  }

  list(options: ListOptions = {}): Promise<readonly ConversationRecord[]> {
    return this.#session.read((database) => listConversations(database, options));
  }

  find(idPrefixOrTitle: string): Promise<readonly ConversationRecord[]> {
    return this.#session.read((database) => findConversations(database, idPrefixOrTitle));
  }

  findMessages(idPrefix: string): Promise<readonly MessageRecord[]> {
    return this.#session.read((database) => messagesByIdPrefix(database, idPrefix));
  }

  search(query: string, options: SearchOptions = {}): Promise<readonly SearchHit[]> {
    return this.#session.read(async (database) => {
      const terms = parseSearchQuery(query);
      if (terms.length === 0) return [];
      const { limit = SEARCH_LIMIT, conversationId } = options;
      const abandonedBefore = new Date(this.#session.now() - HEARTBEAT_FRESH_MS).toISOString();
      const input = { terms, limit, conversationId, abandonedBefore };
      return this.#session.dialect.search(database, input);
    });
  }

  rename(id: string, title: string | null): Promise<void> {
    return this.#session.durably((trx) => renameConversation(trx, id, title));
  }

  setHead(conversationId: string, messageId: string | null): Promise<void> {
    return this.#session.durably((trx) => moveHead(trx, conversationId, messageId));
  }

  delete(conversationIds: string | readonly string[]): Promise<void> {
    const ids = typeof conversationIds === "string" ? [conversationIds] : conversationIds;
    return this.#session.erasing(async (trx) => {
      for (const id of ids) await eraseConversation(trx, id);
      await this.#session.dialect.eraseTraces(trx);
    });
  }

  export(conversationId: string): Promise<ConversationExport> {
    return this.#session.read((database) => exportConversation(database, conversationId));
  }

  import(data: ConversationExport): Promise<ImportResult> {
    return this.#session.durably((trx) => importConversation(trx, data));
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
