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
    categories: names.length,
  };
}

/** Sums over a stratum's categories, mean over strata: arm's share less neutral's, and answers in both together. */
export function meanOf(
  strata: readonly Coded[],
  of: (difference: number, together: number) => number,
): number {
  return strata.reduce((sum, stratum) => sum + sumOver(stratum, of), 0) / strata.length;
}

function sumOver(
  { all, armSize, categories }: Coded,
  of: (difference: number, together: number) => number,
): number {
  const [inArm, together] = [new Float64Array(categories), new Float64Array(categories)];
  for (let index = 0; index < all.length; index += 1) {
    const category = all[index] ?? 0;
    together[category] = (together[category] ?? 0) + 1;
    if (index < armSize) inArm[category] = (inArm[category] ?? 0) + 1;
  }
  let sum = 0;
  for (let category = 0; category < categories; category += 1) {
    const [arm, both] = [inArm[category] ?? 0, together[category] ?? 0];
    if (both > 0) sum += of(arm / armSize - (both - arm) / (all.length - armSize), both);
  }
  return sum;
}
