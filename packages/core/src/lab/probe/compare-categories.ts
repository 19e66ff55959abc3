import { randomFrom, type Random } from "../../sampling/random.ts";

/** Categories of one prompt's answers in both arms. */
export interface CategoryStratum {
  arm: readonly string[];
  neutral: readonly string[];
}

/** How far two arms differ, and what would have been seen. */
export interface CategoryComparison {
  /** Total variation between the arms' shares, mean over prompts; biased up in small samples. */
  shift: number;
  /** Permutation p-value of that shift, labels exchanged within prompts. */
  p: number;
  /** The smallest true shift that would have been significant at `level` with 95% power; null for none. */
  detectable(level: number): number | null;
  /** Whether the arm, were its shares neutral's so transformed, would be seen at `level` with 95% power. */
  wouldSee(level: number, transform: (share: number) => number): boolean;
}

export interface CompareOptions {
  seed: number;
  permutations?: number;
  /** Which way mass goes where there is an effect. */
  moves: "gather" | "scatter";
}

const PERMUTATIONS = 1999;
const POWER = 0.95;
const SIMULATIONS = 200;

/**
 * Permutation test of equal distributions over categories, within prompts, by the squared distance
 * Σ (a_c − b_c)²: with many rare categories it sees what total variation, which sums their noise, does not.
 */
export function compareCategories(
  strata: readonly CategoryStratum[],
  { seed, permutations = PERMUTATIONS, moves }: CompareOptions,
): CategoryComparison | null {
  const coded = strata
    .filter(({ arm, neutral }) => arm.length > 0 && neutral.length > 0)
    .map((stratum) => codes(stratum));
  if (coded.length === 0) return null;
  const random = randomFrom(seed);
  const observed = meanOf(coded, squaredDistance);
  const drawn = Array.from({ length: permutations }, () => {
    for (const { all } of coded) shuffleInPlace(all, random);
    return meanOf(coded, squaredDistance);
  }).toSorted((a, b) => b - a);
  for (const stratum of coded) stratum.all.set(stratum.original);
  const atLeast = drawn.filter((distance) => distance >= observed - 1e-12).length;
  // The largest rank whose p-value (1 + rank)/(B + 1) is still significant.
  const criticalAt = (level: number): number | undefined =>
    drawn[Math.floor(level * (permutations + 1)) - 1];
  return {
    shift: meanOf(coded, totalShift),
    p: (1 + atLeast) / (permutations + 1),
    detectable: (level) => {
      const critical = criticalAt(level);
      return critical === undefined ? null : detectableShift(coded, { critical, moves, random });
    },
    wouldSee: (level, transform) => {
      const critical = criticalAt(level);
      if (critical === undefined) return false;
      return isPowerful(critical, () =>
        coded.map((stratum) => transformed(stratum, { transform, random })),
      );
    },
  };
}

interface Coded {
  /** Category numbers, the arm's first. */
  all: Int32Array;
  original: Int32Array;
  armSize: number;
  categories: number;
}

function codes({ arm, neutral }: CategoryStratum): Coded {
  const names = [...new Set([...arm, ...neutral])];
  const original = Int32Array.from([...arm, ...neutral], (name) => names.indexOf(name));
  return {
    all: original.slice(),
    original,
    armSize: arm.length,
    // One more than there are: mass may move to what was never seen.
    categories: names.length + 1,
  };
}

function meanOf(strata: readonly Coded[], of: (differences: Float64Array) => number): number {
  return strata.reduce((sum, stratum) => sum + of(differencesOf(stratum)), 0) / strata.length;
}

const squaredDistance = (differences: Float64Array): number =>
  differences.reduce((sum, each) => sum + each * each, 0);

const totalShift = (differences: Float64Array): number =>
  differences.reduce((sum, each) => sum + Math.abs(each), 0) / 2;

/** Share in the arm minus share in neutral, by category. */
function differencesOf({ all, armSize, categories }: Coded): Float64Array {
  const counts = new Float64Array(categories);
  const [inArm, inNeutral] = [1 / armSize, 1 / (all.length - armSize)];
  for (let index = 0; index < all.length; index += 1) {
    const category = all[index] ?? 0;
    counts[category] = (counts[category] ?? 0) + (index < armSize ? inArm : -inNeutral);
  }
  return counts;
}

/**
 * Bisects the true shift that is significant with 95% power: neutral answers drawn as seen, the arm's with a
 * part of its mass moved to the commonest answer (`gather`) or to one never seen (`scatter`).
 */
function detectableShift(
  strata: readonly Coded[],
  { critical, moves, random }: { critical: number; moves: CompareOptions["moves"]; random: Random },
): number | null {
  const targets = strata.map((stratum) => targetOf(stratum, moves));
  const trueShift = (part: number): number =>
    targets.reduce((sum, { share }) => sum + part * (1 - share), 0) / targets.length;
  const powerful = (part: number): boolean =>
    isPowerful(critical, () =>
      strata.map((stratum, index) =>
        moved(stratum, { part, target: targets[index]?.category ?? 0, random }),
      ),
    );
  if (!powerful(1)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 6; step += 1) {
    const middle = (low + high) / 2;
    if (powerful(middle)) high = middle;
    else low = middle;
  }
  return trueShift(high);
}

/** Whether 95% of simulated probes come out at the critical distance or beyond. */
function isPowerful(critical: number, simulate: () => readonly Coded[]): boolean {
  let seen = 0;
  for (let round = 0; round < SIMULATIONS; round += 1)
    if (meanOf(simulate(), squaredDistance) >= critical) seen += 1;
  return seen >= POWER * SIMULATIONS;
}

/** Both arms drawn anew: neutral as it was seen, the arm with its shares transformed. */
function transformed(
  { original, armSize, categories }: Coded,
  { transform, random }: { transform: (share: number) => number; random: Random },
): Coded {
  const neutral = original.subarray(armSize);
  const counts = new Float64Array(categories);
  for (const category of neutral) counts[category] = (counts[category] ?? 0) + 1;
  const weights = counts.map((count) => (count === 0 ? 0 : transform(count / neutral.length)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = (): number => {
    let left = random.uniform() * total;
    const found = weights.findIndex((weight) => (left -= weight) < 0);
    return Math.max(0, found);
  };
  const all = Int32Array.from(original, (_, index) =>
    index < armSize ? drawn() : (neutral[random.integer(neutral.length)] ?? 0),
  );
  return { all, original: all, armSize, categories };
}

/** Where mass would go, and what share of the neutral answers is there already. */
function targetOf(
  { original, armSize, categories }: Coded,
  moves: CompareOptions["moves"],
): { category: number; share: number } {
  if (moves === "scatter") return { category: categories - 1, share: 0 };
  const counts = new Int32Array(categories);
  for (const category of original.subarray(armSize)) counts[category] = (counts[category] ?? 0) + 1;
  const most = Math.max(...counts);
  return { category: counts.indexOf(most), share: most / (original.length - armSize) };
}

function moved(
  { original, armSize, categories }: Coded,
  { part, target, random }: { part: number; target: number; random: Random },
): Coded {
  const neutral = original.subarray(armSize);
  const all = Int32Array.from(original, (_, index) =>
    index < armSize && random.uniform() < part
      ? target
      : (neutral[random.integer(neutral.length)] ?? 0),
  );
  return { all, original: all, armSize, categories };
}

function shuffleInPlace(items: Int32Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = kept;
  }
}
