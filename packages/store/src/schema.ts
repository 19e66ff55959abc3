import type { Generated, Insertable, Selectable } from "kysely";

/** The tables as queries see them, the same in every dialect. Times are ISO 8601 UTC, flags 0 or 1. */
export interface StoreSchema {
  conversations: ConversationsTable;
  messages: MessagesTable;
  system_prompts: SystemPromptsTable;
  calls: CallsTable;
  marks: MarksTable;
  summaries: SummariesTable;
  token_counts: TokenCountsTable;
  message_terms: MessageTermsTable;
  model_lessons: ModelLessonsTable;
  experiments: ExperimentsTable;
  samples: SamplesTable;
  sample_results: SampleResultsTable;
  looks: LooksTable;
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

export interface MarksTable {
  message_id: string;
  conversation_id: string;
  mark: "pinned" | "excluded";
  created_at: string;
}

export interface SummariesTable {
  seq: Generated<number>;
  id: string;
  conversation_id: string;
  retired_at: string | null;
  /** JSON of the summary, `retired_at` null. */
  record: string;
}

export interface TokenCountsTable {
  message_seq: number;
  tokenizer: string;
  tokens: number;
}

export interface MessageTermsTable {
  message_seq: number;
  version: number;
  /** JSON of the terms, their version too. */
  terms: string;
}

export interface ModelLessonsTable {
  model: string;
  lessons: string;
}

export interface ExperimentsTable {
  id: string;
  name: string | null;
  created_at: string;
  record: string;
}

export interface SamplesTable {
  experiment_id: string;
  id: string;
  /** The plan's `order`. */
  place: number;
  /** 1 when it has a result. */
  done: number;
  worker: string | null;
  /** Epoch milliseconds. */
  leased_until: number | null;
  record: string;
}

export interface SampleResultsTable {
  seq: Generated<number>;
  experiment_id: string;
  sample_id: string;
  state: string;
  record: string;
}

export interface LooksTable {
  experiment_id: string;
  number: number;
  record: string;
}

export type MessageRow = Selectable<MessagesTable>;
export type NewMessageRow = Insertable<MessagesTable>;
