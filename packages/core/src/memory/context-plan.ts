import type { ChatMessage } from "../chat/message.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { Budget } from "./budget.ts";

/** What becomes of a message of the path in this request. */
export type MessageFate = "sent" | "dropped" | "excluded" | "recalled" | "pinned" | "summarised";

/** Neighbours on the path that share a fate. `tokens` is their size, sent or not. */
export interface PlanRun {
  from_id: string;
  to_id: string;
  messages: number;
  state: Exclude<MessageFate, "recalled">;
  /** In words, a phrase that completes "… because". */
  reason: string;
  tokens: number;
}

/**
 * Older messages quoted behind a user message of the request (never of the stored one). The block's text
 * is computed from the sources alone, so a past request can be rebuilt without keeping it.
 */
export interface RecalledBlock {
  /** The user message whose text it follows. */
  at_id: string;
  /** Positions of the quoted messages on the path, ascending, 0 for its root; `planView` names them by id. */
  sources: readonly number[];
  /** Why they were brought back: distinct reasons in words, absent on a block kept from an earlier turn. */
  reasons?: readonly string[];
  /** For each source, which of `reasons` is its own. */
  reason_of?: readonly number[];
  /** What the block adds to the prompt, its delimiters and headings included. */
  tokens: number;
}

/** Tokens of the prompt by part; they sum to `total` with nothing left over. */
export interface PlanTokens {
  system: number;
  /** What the chat template adds of its own. */
  template: number;
  pinned: number;
  summary: number;
  history: number;
  /** The new message. */
  message: number;
  recalled: number;
  tools: number;
  total: number;
}

/** US dollars for the turn: `min` without an answer, `max` with an answer that fills its room; null when unknown. */
export interface CostRange {
  min: number;
  max: number | null;
}

/** A running summary as a plan used it. */
export interface PlanSummary {
  id: string;
  /** The last message of the path that it covers. */
  covers_to_id: string;
}

/** What is sent, what is not and why, and what that costs: made before sending and stored with the turn. */
export interface ContextPlan {
  type: "send";
  /** Version of this record and of the rules that rebuild a request from it. */
  version: 1;
  policy: string;
  /** What the request calls the model: the name it has where it is served. */
  model: string;
  /** The user message that this plan sends, on the path or about to be. */
  message_id: string;
  /** Messages from that one on: 1, or more when a broken answer is continued. */
  tail_messages: number;
  budget: Budget;
  /** Every message of the path, root first; recalled ones are part of a dropped run, see `planView`. */
  runs: readonly PlanRun[];
  recalled: readonly RecalledBlock[];
  summary: PlanSummary | null;
  /** First message of the unbroken history that is sent; null when there is none. Moves only at a cut. */
  cut_id: string | null;
  /** Turns since the cut, this one included. */
  turns_since_cut: number;
  tokens: PlanTokens;
  tokenizer: string;
  /** False when the counts are an estimate; the real total is within `total × (1 ± bound)`. */
  exact: boolean;
  bound: number;
  /** Tokens that this prompt shares with the beginning of the previous one. */
  cached_prefix: number;
  cost_usd: {
    /** If the cache holds the prefix, and if it holds nothing; null when a price is unknown. */
    cached: CostRange | null;
    uncached: CostRange | null;
  };
  notices: readonly string[];
  /** SHA-256 of the model and what stands before the first message of the path: system prompt, summary and tools. */
  head_sha256: string;
  /** SHA-256 of the request as JSON, in hexadecimal. */
  sha256: string;
}

/** A model must first write a summary: `runTurn` performs it, keeps the record and plans again. */
export interface SummarisePlan {
  type: "summarise";
  policy: "summary";
  request: ChatRequest;
  covers: { from_id: string; to_id: string; messages: number };
  /** Summary that this one continues, null for the first. */
  extends_id: string | null;
  tokens: number;
  cost_usd: { cached: CostRange | null; uncached: CostRange | null };
  notices: readonly string[];
}

/** A plan ready to send, with the request it describes. Nothing of `request` is stored but by its ids. */
export interface SendResult {
  type: "send";
  plan: ContextPlan;
  messages: readonly ChatMessage[];
  request: ChatRequest;
}

export type PlanResult = SendResult | SummarisePlan;
