/** Holm's step-down adjustment (Holm 1979): p-values that may be held against α for the whole family. */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues
    .map((_, index) => index)
    .toSorted((a, b) => at(pValues, a) - at(pValues, b));
  const adjusted = pValues.map(() => 1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * at(pValues, index)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** The level at which each hypothesis was tested: α/(m − rank), and α/m-type for those after the first failure. */
export function holmLevels(pValues: readonly number[], alpha: number): readonly number[] {
  const adjusted = holm(pValues);
  const rejected = adjusted.filter((p) => p <= alpha).length;
  const order = pValues
    .map((_, index) => index)
    .toSorted((a, b) => at(pValues, a) - at(pValues, b));
  const levels = pValues.map(() => alpha);
  order.forEach((index, rank) => {
    levels[index] = alpha / (pValues.length - Math.min(rank, rejected));
  });
  return levels;
}

const at = (values: readonly number[], index: number): number => values[index] ?? 1;
