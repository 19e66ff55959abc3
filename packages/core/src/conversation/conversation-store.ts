import type {
  AnswerRecord,
  ConversationRecord,
  MessageRecord,
  StoredState,
} from "./message-record.ts";

/** A turn before the model is asked: both rows, committed together. */
export interface TurnStart {
  /** Created when it does not exist yet. */
  conversation: ConversationRecord;
  /** Null when an existing user message is answered again (retry) or an answer is continued. */
  user: MessageRecord | null;
  /** State `interrupted`, `answer.completion` null, `timing.total_ms` null. */
  assistant: MessageRecord;
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
  message_id: string;
  role: string;
  created_at: string;
  /** Text around the hit; the words found stand between U+0001 and U+0002. */
  snippet: string;
}

export interface ListOptions {
  /** At most this many, newest first. */
  limit?: number;
  /** Only those updated before this time (ISO 8601 UTC). */
  before?: string;
}

/** What an import did. `conflicts` are ids that exist with other content; they are refused. */
export interface ImportResult {
  conversations: number;
  messages: number;
  unchanged: number;
  conflicts: readonly string[];
}

/** A conversation with all its nodes, as exported and imported. */
export interface ConversationExport {
  conversation: ConversationRecord;
  messages: readonly MessageRecord[];
}

/**
 * Conversations as trees. Contract (`conversationStoreContract` in testkit): a message committed is never
 * lost and never altered but by `grow`/`finish` of its own answer; `begin` is all or nothing and durable
 * when it resolves; readers see what is committed, from any process; every failure is a `StoreError`.
 */
export interface ConversationStore {
  /** Keeps both rows of a turn, moves the head to the answer. */
  begin(start: TurnStart): Promise<void>;
  /** Keeps a longer partial answer and the heartbeat. Cheap; survives a killed process, not a power cut. */
  grow(
    id: string,
    partial: { message: MessageRecord["message"]; heartbeat_at: string },
  ): Promise<void>;
  /** The only way an answer becomes `complete` or `failed`. Durable. */
  finish(id: string, end: TurnEnd): Promise<void>;

  conversation(id: string): Promise<ConversationRecord | undefined>;
  message(id: string): Promise<MessageRecord | undefined>;
  /** Root to `leafId` (default: the head). */
  path(conversationId: string, leafId?: string): Promise<readonly MessageRecord[]>;
  /** Every node of the tree, oldest first. */
  messages(conversationId: string): Promise<readonly MessageRecord[]>;
  list(options?: ListOptions): Promise<readonly ConversationRecord[]>;
  /** Conversations whose id starts so, or whose title is exactly so. */
  find(idPrefixOrTitle: string): Promise<readonly ConversationRecord[]>;
  /** Messages whose id starts so. */
  findMessages(idPrefix: string): Promise<readonly MessageRecord[]>;
  /** Full-text search over everything said, best first. */
  search(
    query: string,
    options?: { limit?: number; conversationId?: string },
  ): Promise<readonly SearchHit[]>;

  rename(id: string, title: string): Promise<void>;
  setHead(conversationId: string, messageId: string | null): Promise<void>;
  /** Erases rows and index. */
  delete(conversationId: string): Promise<void>;
  import(data: ConversationExport): Promise<ImportResult>;
  close(): Promise<void>;
}
