import type { Kind, Scope, StatisticOf } from "../kinds/kind.ts";
import { clipped, mean, variance, type Interval } from "../statistics/interval.ts";
import { studentCdf, studentQuantile, normalQuantile } from "../statistics/special-functions.ts";
import { wilson } from "../statistics/wilson.ts";
import {
  difference,
  permutationTest,
  type ComparedStratum,
  type Difference,
} from "./permutation.ts";

/** Samples of both cells for one prompt. */
export interface PairedStratum<V> {
  a: readonly V[];
  b: readonly V[];
}

/** Two cells compared on one metric, before the family is known. */
export interface Comparison {
  difference: number;
  standardError: number;
  df: number;
  /** Two-sided, not adjusted. */
  p: number;
  /** The largest difference there can be. */
  largest: number;
  /** Null when the data have no spread to build one from. */
  intervalAt(level: number): Interval | null;
  method: string;
}

export interface ComparisonOptions {
  scope: Scope;
  permutations: number;
  seed: number;
  /** Both cells hold the same samples: one is made of prefixes of the other's. */
  paired?: boolean;
  /** What the quantity can be; a difference never exceeds its span. */
  bounds?: Interval | null;
}

/** Compares cell a with cell b on prompts that both have samples of; null when there are none. */
export function compare<V>(
  kind: Kind<V>,
  strata: readonly PairedStratum<V>[],
  options: ComparisonOptions,
): Comparison | null {
  const { statistic } = kind;
  const usable = strata.filter(
    ({ a, b }) => kind.trials(a.length) > 0 && kind.trials(b.length) > 0,
  );
  if (!statistic || usable.length === 0) return null;
  const compared = usable.map((stratum) => prepare(stratum, statistic));
  const observed = difference(compared);
  const proportions = kind.proportion ? proportionsOf(kind, compared) : null;
  const comparison =
    options.scope === "prompts_like_these"
      ? overPrompts(observed)
      : withinPrompts(observed, proportions, permutationTest(compared, options));
  const largest = usable.map(({ a, b }) =>
    kind.largestDifference(Math.min(a.length, b.length), options.bounds ?? null),
  );
  return within(comparison, mean(largest));
}

/** The same comparison with an interval that stays within what is possible. */
function within(comparison: Comparison, largest: number): Comparison {
  return {
    ...comparison,
    largest,
    intervalAt(level) {
      const interval = comparison.intervalAt(level);
      return interval && clipped(interval, [-largest, largest]);
    },
  };
}

function prepare<V>(
  { a, b }: PairedStratum<V>,
  statistic: (items: readonly V[]) => StatisticOf,
): ComparedStratum {
  return {
    statisticOf: statistic([...a, ...b]),
    a: Int32Array.from(a, (_, index) => index),
    b: Int32Array.from(b, (_, index) => a.length + index),
  };
}

/** Both proportions with the numbers of trials they rest on. */
type Proportions = readonly { share: number; trials: number }[];

function proportionsOf<V>(kind: Kind<V>, strata: readonly ComparedStratum[]): Proportions {
  return (["a", "b"] as const).map((side) => ({
    share: mean(strata.map((stratum) => stratum.statisticOf(stratum[side], 0).value)),
    trials: strata.reduce((sum, stratum) => sum + kind.trials(stratum[side].length), 0),
  }));
}

/**
 * Permutation within prompts. The interval takes the degrees of freedom of the smaller cell: with Welch's the
 * family error is 5.2% where 8 values of a wide cell meet 16 of a narrow one (simulated).
 */
function withinPrompts(
  { value, standardError, leastDf: df }: Difference,
  proportions: Proportions | null,
  p: number,
): Comparison {
  // The p-value told is never smaller than the one its interval goes with.
  const ofInterval = proportions ? 0 : 2 * studentCdf(-Math.abs(value) / standardError, df);
  return {
    difference: value,
    standardError,
    df,
    p: standardError > 0 ? Math.max(p, ofInterval) : p,
    largest: Infinity,
    method: "studentised permutation within prompt",
    intervalAt: (level) =>
      proportions
        ? newcombe(proportions, normalQuantile(0.5 + level / 2))
        : around(value, standardError, studentQuantile(0.5 + level / 2, df)),
  };
}

/**
 * t on per-prompt differences. Where all prompts differ alike their spread is close to none by accident: the
 * standard error is at least half of the one within prompts, which an honest spread hardly ever undercuts.
 */
function overPrompts({ value, standardError, perStratum }: Difference): Comparison {
  const df = perStratum.length - 1;
  const between = Math.sqrt(variance(perStratum) / perStratum.length);
  const se = Math.max(between, Number.isFinite(standardError) ? standardError / 2 : 0);
  return {
    difference: value,
    standardError: se,
    df,
    p: value === 0 ? 1 : se > 0 ? 2 * studentCdf(-Math.abs(value) / se, df) : 1,
    largest: Infinity,
    method: "t on per-prompt differences",
    intervalAt: (level) => around(value, se, studentQuantile(0.5 + level / 2, df)),
  };
}

/** value ± quantile · SE; null without spread. */
export function around(value: number, standardError: number, quantile: number): Interval | null {
  const half = quantile * standardError;
  return Number.isFinite(half) && half > 0 ? [value - half, value + half] : null;
}

/** Newcombe's interval of a difference of proportions from two Wilson intervals (1998, method 10). */
function newcombe([a, b]: Proportions, z: number): Interval | null {
  if (!a || !b) return null;
  const [lowA, highA] = wilson(a.share, a.trials, z);
  const [lowB, highB] = wilson(b.share, b.trials, z);
  const value = a.share - b.share;
  return [
    value - Math.hypot(a.share - lowA, highB - b.share),
    value + Math.hypot(highA - a.share, b.share - lowB),
  ];
}
