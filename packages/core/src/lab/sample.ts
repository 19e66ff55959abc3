import type { ChatCompletion } from "../chat/completion.ts";
import type { Timing } from "../conversation/message-record.ts";
import type { ErrorRecord } from "../error/error-record.ts";
import type { Usage } from "../usage/usage.ts";

/** Part of the experiment a sample was drawn for; each has seeds of its own. */
export type SamplePhase = "main" | "race" | "confirmation";

/** A sample that is to be drawn, known before any work starts. */
export interface SamplePlan {
  experiment_id: string;
  /**
   * Hash of the experiment's seed, cell, prompt, phase and index: the same in a repetition of the same
   * experiment, so it is unique only together with `experiment_id`.
   */
  id: string;
  cell_id: string;
  prompt_id: string;
  phase: SamplePhase;
  /** 0, 1, … within cell, prompt and phase. */
  index: number;
  /** 31 bits from the id. */
  seed: number;
  /** Place in the queue: calls are handed out in ascending order. */
  order: number;
}

/** Why a sample has no answer. `cut` is a stream that broke off, `malformed` is not the protocol. */
export type FailureCause =
  | "rate_limited"
  | "refused"
  | "server_error"
  | "connection"
  | "timeout"
  | "cut"
  | "malformed"
  | "model"
  | "other";

/** What became of a sample. Only `complete` is an answer; `interrupted` keeps what had arrived. */
export interface SampleResult {
  experiment_id: string;
  sample_id: string;
  cell_id: string;
  prompt_id: string;
  phase: SamplePhase;
  index: number;
  state: "complete" | "interrupted" | "failed";
  completion: ChatCompletion | null;
  usage: Usage | null;
  /** US dollars; null when unknown. */
  cost_usd: number | null;
  timing: Timing;
  /** Calls made for it, retries included. */
  attempts: number;
  cause: FailureCause | null;
  error: ErrorRecord | null;
}
