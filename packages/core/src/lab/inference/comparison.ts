import { PROMPTS_FOR_SCOPE, type Kind, type Scope, type StatisticOf } from "../kinds/kind.ts";
import { mean, variance, type Interval } from "../statistics/interval.ts";
import { detectableRateDifference, POWER } from "../statistics/power.ts";
import { logChoose, studentCdf, studentQuantile } from "../statistics/special-functions.ts";
import { equalWeightTrials } from "../statistics/wilson.ts";
import { around, squareAndAdd, withinSpan } from "./difference-interval.ts";
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
  /** What it speaks of: the narrower where too few prompts have values in both cells. */
  scope: Scope;
  difference: number;
  /** Two-sided, not adjusted. */
  p: number;
  /** Null when the data have no spread to build one from. */
  intervalAt(level: number): Interval | null;
  /**
   * The difference that so many samples with such a spread had an 80% chance to show at level α; null when they
   * had so for none that is possible.
   */
  detectableAt(alpha: number): number | null;
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
  const comparison =
    scopeOf(usable.length, options.scope) === "prompts_like_these"
      ? overPrompts(observed)
      : withinPrompts(observed, {
          p: permutationTest(compared, options),
          own: ownIntervals(kind, usable, { observed, bounds: options.bounds ?? null }),
          leastP: leastP(usable),
        });
  const largest = mean(
    usable.map(({ a, b }) =>
      kind.largestDifference(Math.min(a.length, b.length), options.bounds ?? null),
    ),
  );
  return {
    ...comparison,
    intervalAt: withinSpan((level) => comparison.intervalAt(level), largest),
    detectableAt: (alpha) =>
      possible(largest, comparison.detectableAt(alpha), rateOf(kind, usable, alpha)),
  };
}

/** Fewer prompts than 6 say nothing of others, whatever was wished for. */
export function scopeOf(prompts: number, wanted: Scope): Scope {
  return prompts < PROMPTS_FOR_SCOPE ? "these_prompts" : wanted;
}

/** The larger of what spread and number of trials allow, if that is possible at all. */
function possible(largest: number, ...found: readonly (number | null)[]): number | null {
  const worst = found.includes(null) ? Infinity : Math.max(...found.map((each) => each ?? 0));
  return worst > 0 && worst <= largest && Number.isFinite(worst) ? worst : null;
}

/** What two shares of so many trials can show; nothing to ask of other kinds. */
function rateOf<V>(
  kind: Kind<V>,
  strata: readonly PairedStratum<V>[],
  alpha: number,
): number | null {
  if (!kind.proportion) return 0;
  const trials = (side: "a" | "b"): number =>
    equalWeightTrials(strata.map((stratum) => kind.trials(stratum[side].length)));
  return detectableRateDifference(2 / (1 / trials("a") + 1 / trials("b")), alpha);
}

/** The smallest p that exchanging labels can give: every labelling is as likely as the one seen. */
function leastP<V>(strata: readonly PairedStratum<V>[]): number {
  const ways = strata.reduce((sum, { a, b }) => sum + logChoose(a.length + b.length, a.length), 0);
  return Math.min(1, 2 * Math.exp(-ways));
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

/** The difference's interval from those of both cells; null where the kind has none of its own. */
function ownIntervals<V>(
  { ends }: Kind<V>,
  strata: readonly PairedStratum<V>[],
  { observed, bounds }: { observed: Difference; bounds: Interval | null },
): ((level: number) => Interval | null) | null {
  if (!ends) return null;
  const [left, right] = [strata.map(({ a }) => a), strata.map(({ b }) => b)];
  return remembering((level) => {
    const a = ends(left, { level, bounds, others: right });
    const b = ends(right, { level, bounds, others: left });
    return a && b
      ? squareAndAdd({ value: observed.a, interval: a }, { value: observed.b, interval: b })
      : null;
  });
}

/** A bootstrap's interval is asked for again at the same level. */
function remembering(
  intervalAt: (level: number) => Interval | null,
): (level: number) => Interval | null {
  const known = new Map<number, Interval | null>();
  return (level) => {
    const found = known.get(level);
    if (found !== undefined) return found;
    const made = intervalAt(level);
    known.set(level, made);
    return made;
  };
}

/**
 * Permutation within prompts. Where an interval is ± t · SE it takes the degrees of freedom of the smaller cell:
 * with Welch's the family error is 5.2% where 8 values of a wide cell meet 16 of a narrow one (simulated).
 */
function withinPrompts(
  { value, standardError, leastDf: df }: Difference,
  given: { p: number; own: ((level: number) => Interval | null) | null; leastP: number },
): Comparison {
  const intervalAt = (level: number): Interval | null =>
    given.own?.(level) ?? around(value, standardError, studentQuantile(0.5 + level / 2, df));
  // The p-value told is never smaller than that of t.
  const ofT = Number.isFinite(df) && standardError > 0;
  return {
    scope: "these_prompts",
    difference: value,
    p: ofT ? Math.max(given.p, 2 * studentCdf(-Math.abs(value) / standardError, df)) : given.p,
    method: "studentised permutation within prompt",
    intervalAt,
    detectableAt: (alpha) =>
      given.leastP > alpha ? null : detectable(intervalAt(1 - alpha), alpha, df),
  };
}

/** (t_{1−α/2} + t_{.8}) · SE, where half the interval's width is t_{1−α/2} · SE. */
function detectable(interval: Interval | null, alpha: number, df: number): number | null {
  if (!interval) return null;
  const half = (interval[1] - interval[0]) / 2;
  return half * (1 + studentQuantile(POWER, df) / studentQuantile(1 - alpha / 2, df));
}

/**
 * t on per-prompt differences. Where all prompts differ alike their spread is close to none by accident: the
 * standard error is at least half of the one within prompts, which an honest spread hardly ever undercuts.
 */
function overPrompts({ standardError, perStratum }: Difference): Comparison {
  return tOverPrompts(perStratum, {
    least: Number.isFinite(standardError) ? standardError / 2 : 0,
    method: "t on per-prompt differences",
  });
}

/** t with P − 1 degrees of freedom on one difference a prompt; the standard error is `least` at least. */
export function tOverPrompts(
  perPrompt: readonly number[],
  { least, method }: { least: number; method: string },
): Comparison {
  const value = mean(perPrompt);
  const df = perPrompt.length - 1;
  const se = Math.max(Math.sqrt(variance(perPrompt) / perPrompt.length), least);
  const intervalAt = (level: number): Interval | null =>
    around(value, se, studentQuantile(0.5 + level / 2, df));
  return {
    scope: "prompts_like_these",
    difference: value,
    p: value === 0 || !(se > 0) ? 1 : 2 * studentCdf(-Math.abs(value) / se, df),
    method,
    intervalAt,
    detectableAt: (alpha) => detectable(intervalAt(1 - alpha), alpha, df),
  };
}
