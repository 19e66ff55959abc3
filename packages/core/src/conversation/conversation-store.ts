import type { FreshMemory, MarkRecord, StoredSummary } from "../memory/memory-store.ts";
import type {
  AnswerRecord,
  ConversationRecord,
  MessageRecord,
  StoredState,
} from "./message-record.ts";

/** A turn before the model is asked: both rows, committed together. */
export interface TurnStart {
  /** Created when it does not exist yet; of one that does, only `updated_at` and `head_id` change. */
  conversation: ConversationRecord;
  /** Null when an existing user message is answered again (retry) or an answer is continued. */
  user: MessageRecord | null;
  /**
   * State `interrupted`, `answer.completion` null, `timing.total_ms` null. Its parent is `user`, or, when
   * that is null, a message of this conversation.
   */
  assistant: MessageRecord;
  /** Kept in the same transaction: what planning this turn made anew of its messages, the new one included. */
  fresh?: FreshMemory;
}

/** How a turn ended. `message` replaces the assistant row's message, which was a partial one. */
export interface TurnEnd {
  message: MessageRecord["message"];
  state: StoredState;
  answer: AnswerRecord;
}

export interface SearchHit {
  conversation_id: string;
  conversation_title: string | null;
  /** The message in question; for a system prompt or a title, the first message that had it. */
  message_id: string;
  /** The message's role; `system` when the words stand in the system prompt. */
  role: string;
  created_at: string;
  /** Text around the hit; the words found stand between U+0001 and U+0002. Other control codes are kept. */
  snippet: string;
}

export interface ListOptions {
  /** At most this many, newest first. */
  limit?: number;
  /** Only those updated before this time (ISO 8601 UTC). */
  before?: string;
}

export interface SearchOptions {
  /** At most this many hits; 20 unless given. */
  limit?: number;
  conversationId?: string;
}

/**
 * What an import did. `unchanged` were there already. `conflicts` are ids of messages and summaries that exist
 * with other content, and of messages that follow such a one: they are refused, the rest is taken. A message
 * that has a mark keeps it.
 */
export interface ImportResult {
  /** New conversations: 1 or 0. */
  conversations: number;
  /** New messages. */
  messages: number;
  unchanged: number;
  conflicts: readonly string[];
}

/** A conversation with all its nodes and what a person or a model made of them, as exported and imported. */
export interface ConversationExport {
  conversation: ConversationRecord;
  /** Oldest first, parents before children. */
  messages: readonly MessageRecord[];
  /** Absent when there are none. */
  marks?: readonly MarkRecord[];
  /** Absent when there are none. */
  summaries?: readonly StoredSummary[];
}

/**
 * Conversations as trees. Contract (`conversationStoreContract` in testkit): a message committed is never
 * lost and never altered but by `grow`/`finish` of its own answer; `begin` is all or nothing and durable
 * when it resolves; readers see what is committed, from any process; every failure is a `StoreError` whose
 * `record.code` is a `StoreErrorCode`.
 */
export interface ConversationStore {
  /** Keeps both rows of a turn, moves the head to the answer. */
  begin(start: TurnStart): Promise<void>;
  /**
   * Keeps a longer partial answer and the heartbeat. Cheap; survives a killed process, not a power cut.
   * Refused (`finished`) once the answer has ended.
   */
  grow(
    id: string,
    partial: { message: MessageRecord["message"]; heartbeat_at: string },
  ): Promise<void>;
  /** The only way an answer becomes `complete` or `failed`. Durable. Refused the second time. */
  finish(id: string, end: TurnEnd): Promise<void>;

  conversation(id: string): Promise<ConversationRecord | undefined>;
  message(id: string): Promise<MessageRecord | undefined>;
  /** Root to `leafId` (default: the head). Refused (`not_found`) for an id that is not there. */
  path(conversationId: string, leafId?: string): Promise<readonly MessageRecord[]>;
  /** Every node of the tree, oldest first, parents before children. Empty for an id that is not there. */
  messages(conversationId: string): Promise<readonly MessageRecord[]>;
  /** By `updated_at`, newest first: the time of the last turn. */
  list(options?: ListOptions): Promise<readonly ConversationRecord[]>;
  /** Conversations whose id starts so, or whose title is exactly so; newest first, at most 100. */
  find(idPrefixOrTitle: string): Promise<readonly ConversationRecord[]>;
  /** Messages whose id starts so, in order of id, at most 100. */
  findMessages(idPrefix: string): Promise<readonly MessageRecord[]>;
  /**
   * Full-text search over everything said (user, assistant, reasoning, tool results, system prompts) and
   * over titles, best first (of the newest, where there are thousands). All words must be there, in any order, case or accents; words in double
   * quotes stand together; the last word may be the beginning of one. Any text is a legal query. Text still
   * being written is found once its answer has ended, or its writer is gone.
   */
  search(query: string, options?: SearchOptions): Promise<readonly SearchHit[]>;

  rename(id: string, title: string | null): Promise<void>;
  setHead(conversationId: string, messageId: string | null): Promise<void>;
  /**
   * Erases rows and index for good, all of them or none; what was spent stays in the ledger, without the
   * conversation. Takes about as long for many as for one.
   */
  delete(conversationIds: string | readonly string[]): Promise<void>;
  /** Everything of a conversation, the same for the same content. Refused (`not_found`) for an unknown id. */
  export(conversationId: string): Promise<ConversationExport>;
  /** All or nothing but for conflicts. Durable. Refused (`invalid`) when the nodes are no tree. */
  import(data: ConversationExport): Promise<ImportResult>;
  close(): Promise<void>;
}
