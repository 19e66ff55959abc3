import { mean } from "./interval.ts";

/** A statistic's value with its delete-one jackknife variance, (n−1)/n Σ (θ₍ᵢ₎ − θ̄)² (Efron, Stein 1981). */
export function jackknife(leaveOneOut: readonly number[]): number {
  const n = leaveOneOut.length;
  const center = mean(leaveOneOut);
  return ((n - 1) / n) * leaveOneOut.reduce((sum, value) => sum + (value - center) ** 2, 0);
}

/** Mean over all pairs of a symmetric matrix (a U-statistic of order 2) and its jackknife variance. O(n²). */
export function pairMean(
  similarity: (a: number, b: number) => number,
  items: readonly number[],
): { value: number; variance: number } {
  const n = items.length;
  const sums = items.map(() => 0);
  let total = 0;
  for (let a = 0; a < n; a += 1) {
    for (let b = a + 1; b < n; b += 1) {
      const s = similarity(items[a] ?? 0, items[b] ?? 0);
      sums[a] = (sums[a] ?? 0) + s;
      sums[b] = (sums[b] ?? 0) + s;
      total += s;
    }
  }
  const value = total / ((n * (n - 1)) / 2);
  if (n < 3) return { value, variance: NaN };
  const rest = ((n - 1) * (n - 2)) / 2;
  return { value, variance: jackknife(sums.map((sum) => (total - sum) / rest)) };
}
