import type { History } from "../history.ts";
import type { PolicyOptions } from "../plan-input.ts";
import type { PriceRatios } from "../prices.ts";

/** What every policy decides from. All sizes are tokens. */
export interface PolicyView {
  history: History;
  /** What history and recalled messages may use together, pins paid; Infinity when no limit is known. */
  room: number;
  /** First message of the previous request's unbroken history, -1 when there was no previous plan. */
  previousCut: number;
  /** Tokens of blocks quoted in earlier turns that stay while the prefix does. */
  keptTokens: number;
  /** The same for each turn since the last cut. */
  keptPerTurn: number;
  options: PolicyOptions;
  ratios: PriceRatios | null;
  readingRate: number | null;
}

/** Half-open ranges of the path that are sent, in order, and the words for what is not. */
export interface Selection {
  kept: readonly (readonly [from: number, to: number])[];
  reason: string;
}

export type Policy = (view: PolicyView) => Selection;
