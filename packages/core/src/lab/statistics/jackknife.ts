import { mean } from "./interval.ts";

/** A statistic's value with its delete-one jackknife variance, (n−1)/n Σ (θ₍ᵢ₎ − θ̄)² (Efron, Stein 1981). */
export function jackknife(leaveOneOut: readonly number[]): number {
  const n = leaveOneOut.length;
  const center = mean(leaveOneOut);
  return ((n - 1) / n) * leaveOneOut.reduce((sum, value) => sum + (value - center) ** 2, 0);
}

/** A symmetric matrix, row by row. */
export interface PairMatrix {
  values: Float64Array;
  size: number;
}

/** All pairs of the items by a symmetric function. */
export function pairMatrix<T>(items: readonly T[], similarity: (a: T, b: T) => number): PairMatrix {
  const size = items.length;
  const values = new Float64Array(size * size);
  items.forEach((a, row) => {
    for (let column = row + 1; column < size; column += 1) {
      const b = items[column];
      if (b === undefined) continue;
      values[row * size + column] = values[column * size + row] = similarity(a, b);
    }
  });
  return { values, size };
}

/** Mean over all pairs of some of the items (a U-statistic of order 2) and its jackknife variance. O(n²). */
export function pairMean(
  { values, size }: PairMatrix,
  indices: Int32Array,
): { value: number; variance: number } {
  const n = indices.length;
  const sums = new Float64Array(n);
  for (let a = 0; a < n; a += 1) {
    const row = (indices[a] ?? 0) * size;
    let own = sums[a] ?? 0;
    for (let b = a + 1; b < n; b += 1) {
      const value = values[row + (indices[b] ?? 0)] ?? 0;
      own += value;
      sums[b] = (sums[b] ?? 0) + value;
    }
    sums[a] = own;
  }
  // Every pair is in two of the sums.
  const total = sums.reduce((sum, each) => sum + each, 0) / 2;
  const value = total / ((n * (n - 1)) / 2);
  if (n < 3) return { value, variance: NaN };
  const rest = ((n - 1) * (n - 2)) / 2;
  return { value, variance: jackknife(Array.from(sums, (sum) => (total - sum) / rest)) };
}
