import type { Usage } from "../usage/usage.ts";
import type { Correction } from "./correction.ts";
import type { SummaryRecord } from "./plan-input.ts";
import type { MessageTerms } from "./recall/message-terms.ts";

/** A person's mark on a message: always sent, or never. */
export interface MarkRecord {
  message_id: string;
  mark: "pinned" | "excluded";
  created_at: string;
}

/** A running summary as it is kept. Records are never altered but for `retired_at`. */
export interface StoredSummary extends SummaryRecord {
  conversation_id: string;
  covers_from_id: string;
  /** The summary that this one continues or was edited from, null for the first. */
  extends_id: string | null;
  /** Who wrote it: a model's name, or null for a person. */
  model: string | null;
  usage: Usage | null;
  cost_usd: number | null;
  created_at: string;
  /** Set when a person went back behind it; it stays readable. */
  retired_at: string | null;
}

/** What replies have taught of a model: how far our counts are off, and which prompt sizes it refused or cut. */
export interface ModelLessons {
  /** One for each tokenizer that its prompts were counted with. */
  corrections: readonly Correction[];
  /** Prompt sizes in tokens that a server said, or showed, to be its limit. */
  windows: readonly number[];
  /** Prompt tokens a second that this machine was seen to read, of a model inside. */
  reading_rate?: number;
}

/** What planning made anew of messages, to be kept with the turn it planned. */
export interface FreshMemory {
  terms?: ReadonlyMap<string, MessageTerms>;
  counts?: { tokenizer: string; counts: ReadonlyMap<string, number> };
}

/**
 * What memory keeps beside the messages. Contract (`memoryStoreContract` in testkit): everything of a
 * conversation goes when it is deleted; writing the same twice changes nothing; counts and terms can be
 * thrown away at any time, they are made again; of an answer that has not ended none are kept. Every failure is a `StoreError`.
 */
export interface MemoryStore {
  marks(conversationId: string): Promise<readonly MarkRecord[]>;
  /** Null takes the mark away. */
  setMark(
    conversationId: string,
    messageId: string,
    mark: MarkRecord["mark"] | null,
  ): Promise<void>;

  /** Oldest first, retired ones included. */
  summaries(conversationId: string): Promise<readonly StoredSummary[]>;
  keepSummary(summary: StoredSummary): Promise<void>;
  /** Retires the summaries with these ids, or brings them back. */
  retireSummaries(ids: readonly string[], retiredAt: string | null): Promise<void>;

  /** Token counts of a conversation's messages by message id, under a tokenizer's id. */
  tokenCounts(conversationId: string, tokenizer: string): Promise<ReadonlyMap<string, number>>;
  keepTokenCounts(tokenizer: string, counts: ReadonlyMap<string, number>): Promise<void>;

  /** What recall knows of a conversation's messages, of one version; others are not returned. */
  messageTerms(conversationId: string, version: number): Promise<ReadonlyMap<string, MessageTerms>>;
  keepMessageTerms(terms: ReadonlyMap<string, MessageTerms>): Promise<void>;

  /** What is known of a model by its full name (`author/slug`, `server:model`). */
  lessons(model: string): Promise<ModelLessons>;
  keepLessons(model: string, lessons: ModelLessons): Promise<void>;
}
