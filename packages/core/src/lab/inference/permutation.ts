import { randomFrom, type Random } from "../../sampling/random.ts";
import type { Statistic, StatisticOf } from "../kinds/kind.ts";

/** The samples of one prompt in both cells, as indices of the prepared items. */
export interface ComparedStratum {
  statisticOf: StatisticOf;
  a: Int32Array;
  b: Int32Array;
}

/** A difference a − b, mean over the strata, with its standard error. */
export interface Difference {
  value: number;
  /** Both cells' values. */
  a: number;
  b: number;
  standardError: number;
  /** Degrees of freedom of the cell that has fewer: never more than Welch's. */
  leastDf: number;
  /** Differences by stratum. */
  perStratum: readonly number[];
}

/** The difference of both cells' statistics, each stratum weighing the same. */
export function difference(strata: readonly ComparedStratum[]): Difference {
  let total = 0;
  let [sumA, sumB] = [0, 0];
  let [dfA, dfB] = [0, 0];
  const perStratum = strata.map(({ statisticOf, a, b }) => {
    const m = Math.min(a.length, b.length);
    const [left, right] = sharedSpread(statisticOf(a, m), statisticOf(b, m), [a.length, b.length]);
    total += left.variance + right.variance;
    sumA += left.value;
    sumB += right.value;
    dfA += left.df;
    dfB += right.df;
    return left.value - right.value;
  });
  const count = strata.length;
  return {
    value: perStratum.reduce((sum, each) => sum + each, 0) / count,
    a: sumA / count,
    b: sumB / count,
    standardError: Math.sqrt(total) / count,
    leastDf: Math.min(dfA, dfB),
    perStratum,
  };
}

/** One sample has no spread of its own: it borrows the other cell's. */
function sharedSpread(
  a: Statistic,
  b: Statistic,
  [na, nb]: readonly [number, number],
): readonly [Statistic, Statistic] {
  if (Number.isNaN(a.variance) && !Number.isNaN(b.variance)) {
    return [{ ...a, variance: (b.variance * nb) / na, df: b.df }, b];
  }
  if (Number.isNaN(b.variance) && !Number.isNaN(a.variance)) {
    return [a, { ...b, variance: (a.variance * na) / nb, df: a.df }];
  }
  return [a, b];
}

/** With so many permutations at least as extreme the p-value is known well enough: far from small. */
const ENOUGH_EXTREME = 25;

/**
 * Studentised permutation test of equal values, labels exchanged within each prompt. Exact when both cells are
 * alike, and right for equal means with unequal spread and number, because each T* is divided by its own
 * standard error (Janssen 1997; Chung, Romano 2013). Two-sided: p = (1 + #{|T*| ≥ |T|}) / (B + 1), or 25/L when
 * 25 as extreme came within the first L (Besag, Clifford 1991).
 */
export function permutationTest(
  strata: readonly ComparedStratum[],
  { permutations, seed }: { permutations: number; seed: number },
): number {
  const observed = Math.abs(studentised(difference(strata)));
  if (Number.isNaN(observed) || observed === 0) return 1;
  const random = randomFrom(seed);
  const relabelled = strata.map(({ statisticOf, a, b }) => {
    const mixed = new Int32Array([...a, ...b]);
    return { statisticOf, mixed, a: mixed.subarray(0, a.length), b: mixed.subarray(a.length) };
  });
  let atLeast = 0;
  for (let round = 1; round <= permutations; round += 1) {
    for (const { mixed } of relabelled) shuffleInPlace(mixed, random);
    const drawn = Math.abs(studentised(difference(relabelled)));
    if (Number.isNaN(drawn) || drawn >= observed * (1 - 1e-12)) atLeast += 1;
    if (atLeast === ENOUGH_EXTREME) return ENOUGH_EXTREME / round;
  }
  return (1 + atLeast) / (permutations + 1);
}

/** Draws a random order in place (Fisher–Yates). */
function shuffleInPlace(items: Int32Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.uniform() * (last + 1));
    const kept = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = kept;
  }
}

function studentised({ value, standardError }: Difference): number {
  if (value === 0) return 0;
  return standardError > 0 ? value / standardError : Infinity * Math.sign(value);
}
