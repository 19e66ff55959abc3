import type { Interval } from "../statistics/interval.ts";

/**
 * What a result speaks of. `these_prompts`: other samples of the same prompts; the only scope under 6 prompts.
 * `prompts_like_these`: other prompts of the kind, by t with P − 1 degrees of freedom on per-prompt values.
 */
export type Scope = "these_prompts" | "prompts_like_these";

/** Fewer prompts than this say nothing of other prompts. */
export const PROMPTS_FOR_SCOPE = 6;

/** A statistic of some samples of one prompt with its squared standard error. */
export interface Statistic {
  value: number;
  /** NaN where so few samples have none. */
  variance: number;
  df: number;
}

/** Statistics of any choice of the items, by index; `m` is the number of samples to compare at. */
export type StatisticOf = (indices: Int32Array, m: number) => Statistic;

/** An estimate of one cell. `high` of the interval is null when the cap hides it. */
export interface KindEstimate {
  value: number | null;
  interval: readonly [low: number, high: number | null] | null;
  method: string;
  notes: readonly string[];
}

/** What an interval of one side of a difference is made for. */
export interface EndsOptions<V> {
  level: number;
  bounds: Interval | null;
  /** The other side's values, prompt by prompt. */
  others: readonly (readonly V[])[];
}

/**
 * How one kind of quantity is estimated and compared. `V` is what is known of one sample: a number, a text,
 * a length that may be cut off. A stratum is the samples of one prompt.
 */
export interface Kind<V> {
  name: string;
  estimate(strata: readonly (readonly V[])[], scope: Scope, bounds: Interval | null): KindEstimate;
  /** Prepares the items of one prompt (both cells'); null when this kind gives no verdicts. */
  statistic: ((items: readonly V[]) => StatisticOf) | null;
  /** `count` values that pull the statistic as far down or up as the items and bounds allow. */
  extremes(
    items: readonly V[],
    towards: "low" | "high",
    options: { count: number; bounds: Interval | null },
  ): readonly V[];
  /** The one value that copies of the same answer count as. */
  collapse(values: readonly V[]): V | undefined;
  /** Difference of one sample's values in two cells, where samples are paired; null when there is none. */
  paired: ((a: V, b: V) => number) | null;
  /** A share of trials: held to Wilson's bound by checks. */
  proportion: boolean;
  /**
   * A cell's own interval within prompts at any level, from which that of a difference is made; null as a whole
   * where differences take ± t · SE, and null for values that have none.
   */
  ends: ((strata: readonly (readonly V[])[], options: EndsOptions<V>) => Interval | null) | null;
  /** The largest difference there can be between two cells with so many samples a prompt. */
  largestDifference(samples: number, bounds: Interval | null): number;
  /** Samples of the number that a proportion rests on: pairs rest on half. */
  trials(count: number): number;
}
