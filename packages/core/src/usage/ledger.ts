import type { Usage } from "./usage.ts";

export type LedgerGrouping = "day" | "model" | "conversation";

/** Sums over calls. `unpriced_calls` are calls whose cost is unknown; they are not in `cost_usd`. */
export interface LedgerRow {
  /** Day (`2026-05-08`), model or conversation id; empty for calls of no conversation: samples
   * of experiments, and those of conversations deleted since. */
  key: string;
  calls: number;
  prompt_tokens: number;
  cached_tokens: number;
  completion_tokens: number;
  reasoning_tokens: number;
  cost_usd: number;
  unpriced_calls: number;
}

/** One call's usage, counted once whatever became of it: an answer, a summary or a sample. */
export interface LedgerEntry {
  /** Of the answer or summary; of a sample its experiment's id, a slash and its own. */
  message_id: string;
  conversation_id: string | null;
  model: string;
  created_at: string;
  usage: Usage | null;
  cost_usd: number | null;
}

/** What was used and spent: answers, summaries and samples are counted with their own records. */
export interface Ledger {
  /** Counts a call that leaves no other record, as a summary that broke off. The same id again adds nothing. */
  add(entry: LedgerEntry): Promise<void>;

  /**
   * One row a key: days in order, models and conversations by cost, the dearest first. `since` and `until`
   * are UTC days or times (ISO 8601); both ends are included.
   */
  sum(
    grouping: LedgerGrouping,
    options?: { since?: string; until?: string },
  ): Promise<readonly LedgerRow[]>;
}
