/** Categories of one prompt's answers in both arms. */
export interface CategoryStratum {
  arm: readonly string[];
  neutral: readonly string[];
}

/** A stratum's answers as numbers of their categories. */
export interface Coded {
  /** Category numbers, the arm's first. */
  all: Int32Array;
  original: Int32Array;
  armSize: number;
  categories: number;
}

/** A stratum with its categories numbered. */
export function codes({ arm, neutral }: CategoryStratum): Coded {
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

/** A distance between the arms, mean over prompts. */
export function meanOf(
  strata: readonly Coded[],
  of: (differences: Float64Array) => number,
): number {
  return strata.reduce((sum, stratum) => sum + of(differencesOf(stratum)), 0) / strata.length;
}

/** Σ d², the test's statistic. */
export const squaredDistance = (differences: Float64Array): number =>
  differences.reduce((sum, each) => sum + each * each, 0);

/** Total variation: half of Σ |d|. */
export const totalShift = (differences: Float64Array): number =>
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
