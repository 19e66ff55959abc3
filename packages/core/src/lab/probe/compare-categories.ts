import { randomFrom, type Random } from "../../sampling/random.ts";
import { distanceFor, totalShift } from "./arm-distance.ts";
import { codes, type CategoryStratum } from "./coded-stratum.ts";
import { detectableShift } from "./detectable-shift.ts";
import type { ProbeArm } from "./probe.ts";
import { isPowerful, simulate, type DrawArms } from "./simulated-probes.ts";
import { transformed } from "./transformed-stratum.ts";

/** How far two arms differ, and what would have been seen. */
export interface CategoryComparison {
  /** Total variation between the arms' shares, mean over prompts; biased up in small samples. */
  shift: number;
  /** Permutation p-value of the distance for the way answers would go, labels exchanged within prompts. */
  p: number;
  /** The smallest true shift that would have been significant at `level` with 95% power; null for none. */
  detectable(level: number): number | null;
  /** The chance that the arm, were its shares neutral's so transformed, would differ as little as it does. */
  chanceOfSoLittle(transform: (share: number) => number): number;
}

export interface CompareOptions {
  seed: number;
  permutations?: number;
  /** Which way mass goes where there is an effect. */
  moves: ProbeArm["moves"];
}

/** The smallest p-value is 1/2000: 20 comparisons at most can share an error of 1%. */
const PERMUTATIONS = 1999;

/** Permutation test of equal distributions over categories, within prompts. */
export function compareCategories(
  strata: readonly CategoryStratum[],
  { seed, permutations = PERMUTATIONS, moves }: CompareOptions,
): CategoryComparison | null {
  const coded = strata
    .filter(({ arm, neutral }) => arm.length > 0 && neutral.length > 0)
    .map((stratum) => codes(stratum));
  if (coded.length === 0) return null;
  const random = randomFrom(seed);
  const distance = distanceFor(moves);
  const observed = distance(coded);
  const drawn = Array.from({ length: permutations }, () => {
    for (const { all } of coded) shuffleInPlace(all, random);
    return distance(coded);
  }).toSorted((a, b) => b - a);
  for (const stratum of coded) stratum.all.set(stratum.original);
  const atLeast = drawn.filter((each) => each >= observed - 1e-12).length;
  // The largest rank whose p-value (1 + rank)/(B + 1) is still significant.
  const criticalAt = (level: number): number | undefined =>
    drawn[Math.floor(level * (permutations + 1)) - 1];
  return {
    shift: totalShift(coded),
    p: (1 + atLeast) / (permutations + 1),
    detectable: (level) => {
      const critical = criticalAt(level);
      if (critical === undefined) return null;
      const isSeen = (draw: DrawArms): boolean => isPowerful(draw, { distance, critical });
      return detectableShift(coded, { moves, random, isSeen });
    },
    chanceOfSoLittle: (transform) =>
      simulate(
        () => coded.map((stratum) => transformed(stratum, { transform, random })),
        (arms) => distance(arms) <= observed + 1e-12,
      ),
  };
}

function shuffleInPlace(items: Int32Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = kept;
  }
}
