/** Lower and upper end of a confidence interval, in the metric's unit. */
export type Interval = readonly [low: number, high: number];

/** An interval that stays within what the quantity can be. */
export function clipped([low, high]: Interval, [least, most]: Interval): Interval {
  return [Math.min(most, Math.max(least, low)), Math.max(least, Math.min(most, high))];
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample variance with n − 1; NaN under two values. */
export function variance(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return squares / (values.length - 1);
}

/** Mean and its squared standard error of some of the values, by index, in one pass over each. */
export function meanOf(
  values: ArrayLike<number>,
  indices: Int32Array,
): { value: number; variance: number; df: number } {
  const n = indices.length;
  let sum = 0;
  for (const index of indices) sum += values[index] ?? NaN;
  const value = sum / n;
  let squares = 0;
  for (const index of indices) squares += ((values[index] ?? NaN) - value) ** 2;
  return { value, variance: squares / (n - 1) / n, df: n - 1 };
}
