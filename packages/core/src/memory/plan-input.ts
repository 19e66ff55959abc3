import type { MessageRecord } from "../conversation/message-record.ts";
import type { Budget } from "./budget.ts";
import type { ContextPlan } from "./context-plan.ts";
import type { MessageCounts } from "./message-counts.ts";
import type { Prices } from "./prices.ts";
import type { RecallIndex } from "./recall/recall-index.ts";
import type { RequestFields } from "./request-with.ts";

/** The policies by name. Each sends everything while it fits. */
export const POLICIES = ["full", "recent", "middle-out", "block", "recall", "summary"] as const;
export type PolicyName = (typeof POLICIES)[number];
export const DEFAULT_POLICY: PolicyName = "recall";

/** How a policy divides the budget; what is unset is chosen from the budget, the prices or the reading rate. */
export interface PolicyOptions {
  /** Most tokens of recalled messages a turn. */
  recalled_tokens?: number;
  /** Tokens of unbroken recent history that a cut keeps. */
  recent_tokens?: number;
  /** Turns from one cut to the next, instead of the interval the prices ask for. */
  interval?: number;
}

/** The message to be sent: a person's, not yet on the path or answered again, or the result of a tool call. */
export type NewMessage = Pick<MessageRecord, "id" | "created_at" | "message">;

/** A person's marks on messages of the conversation, by message id. */
export interface Marks {
  pinned: ReadonlySet<string>;
  excluded: ReadonlySet<string>;
}

/** A running summary, kept with what it covers; an edited one is a new record. */
export interface SummaryRecord {
  id: string;
  text: string;
  /** The last message that it covers; everything before it on the path is covered too. */
  covers_to_id: string;
}

export interface PlanInput {
  /** Root to the message before the new one. A retry leaves its user message out and gives it as `message`. */
  path: readonly MessageRecord[];
  /** Null to continue the answer that ends the path: then its last turn is what must be sent. */
  message: NewMessage | null;
  /** The turn's system prompt; null for none. */
  system: string | null;
  /** The request but its messages: model, parameters, tools. Hashed with the messages. */
  request: RequestFields;
  policy: PolicyName;
  options?: PolicyOptions;
  budget: Budget;
  /** The plan of the nearest ancestor turn on this path. */
  previous: ContextPlan | null;
  prices: Prices;
  counts: MessageCounts;
  /** Kept for the conversation, so that a longer path costs only its new messages; made anew when absent. */
  index?: RecallIndex;
  marks?: Marks;
  /** The newest summary whose coverage is on this path. */
  summary?: SummaryRecord | null;
  /** Tokens of a prompt that this machine reads in a second, where no price decides. */
  readingRate?: number;
  /** SHA-256 of a text's UTF-8 in hexadecimal, where the platform has a faster one than ours. */
  sha256?: (text: string) => string;
  /** True for a model that wants the `token_ids` of its own past answers. */
  readsTokenIds?: boolean;
  /** The model or provider refuses a prompt whose first message after the system prompt is not a user's. */
  startsWithUser?: boolean;
}
