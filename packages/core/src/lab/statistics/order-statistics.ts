import type { Interval } from "./interval.ts";
import { binomialCdf } from "./special-functions.ts";

/** Sample quantile: the smallest value with at least a share `q` of the values at or below it. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? NaN;
}

/**
 * Distribution-free interval of a quantile between two order statistics:
 * P(X₍ⱼ₎ ≤ x_q < X₍ₖ₎) = F(k−1; n, q) − F(j−1; n, q). The narrowest pair of ranks that reaches the level, null
 * when none does (under 6 values for a median, under 29 for the 90th percentile).
 */
export function quantileInterval(
  values: readonly number[],
  q: number,
  level = 0.95,
): Interval | null {
  const n = values.length;
  const sorted = values.toSorted((a, b) => a - b);
  let best: { width: number; coverage: number; interval: Interval } | null = null;
  for (let j = 1; j <= n; j += 1) {
    for (let k = j + 1; k <= n; k += 1) {
      if (best && k - j > best.width) break;
      const coverage = binomialCdf(k - 1, n, q) - binomialCdf(j - 1, n, q);
      if (coverage < level) continue;
      if (!best || k - j < best.width || coverage > best.coverage) {
        best = { width: k - j, coverage, interval: [sorted[j - 1] ?? NaN, sorted[k - 1] ?? NaN] };
      }
      break;
    }
  }
  return best?.interval ?? null;
}
