import type { Generated, Insertable, Selectable } from "kysely";

/** The tables as queries see them, the same in every dialect. Times are ISO 8601 UTC, flags 0 or 1. */
export interface StoreSchema {
  conversations: ConversationsTable;
  messages: MessagesTable;
  system_prompts: SystemPromptsTable;
  calls: CallsTable;
}

export interface ConversationsTable {
  id: string;
  title: string | null;
  created_at: string;
  updated_at: string;
  head_id: string | null;
}

/** One node of a tree. JSON columns hold the record's own words, so nothing is lost or reordered. */
export interface MessagesTable {
  /** Order of keeping, and the row's number in the search index. */
  seq: Generated<number>;
  id: string;
  conversation_id: string;
  parent_id: string | null;
  created_at: string;
  role: string;
  state: string;
  /** 1 while the answer has not ended: only then may the row change. */
  open: number;
  heartbeat_at: string | null;
  system_id: number | null;
  /** What is left out of the JSON columns because it stands elsewhere in the row; see `packing`. */
  packing: number;
  /** JSON of the message. */
  message: string;
  /** JSON of the answer record, without what other columns hold. */
  answer: string | null;
  /** The answer's token ids, packed. */
  token_ids: Uint8Array | null;
}

/** Each system prompt of a conversation once, with the first message that had it. */
export interface SystemPromptsTable {
  id: Generated<number>;
  conversation_id: string;
  message_id: string;
  text: string;
}

/** What was used and spent, one row a call. Holds nothing that was said, and outlives the conversation. */
export interface CallsTable {
  message_id: string;
  conversation_id: string | null;
  model: string;
  created_at: string;
  prompt_tokens: number | null;
  cached_tokens: number | null;
  completion_tokens: number | null;
  reasoning_tokens: number | null;
  cost_usd: number | null;
}

export type MessageRow = Selectable<MessagesTable>;
export type NewMessageRow = Insertable<MessagesTable>;
