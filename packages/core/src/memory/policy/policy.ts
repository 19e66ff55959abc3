import type { ContextPlan } from "../context-plan.ts";
import type { History } from "../history.ts";
import type { PolicyOptions } from "../plan-input.ts";
import type { PriceRatios } from "../prices.ts";

/** What every policy decides from. All sizes are tokens. */
export interface PolicyView {
  history: History;
  /** What history, pins, summary and recalled messages may use together; Infinity when no limit is known. */
  room: number;
  /** Tokens of the system prompt, the template and the tools: the prefix that survives every cut. */
  fixed: number;
  /** First message of the previous request's unbroken history, -1 when there was no previous plan. */
  previousCut: number;
  previous: ContextPlan | null;
  options: PolicyOptions;
  ratios: PriceRatios | null;
  readingRate: number | null;
}

/** Half-open ranges of the path that are sent, in order, and the words for what is not. */
export interface Selection {
  kept: readonly (readonly [from: number, to: number])[];
  reason: string;
  notices: readonly string[];
}

export type Policy = (view: PolicyView) => Selection;
