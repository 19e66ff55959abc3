import type { Interval } from "./interval.ts";
import { normalQuantile } from "./special-functions.ts";

/**
 * Wilson's score interval for a proportion (Wilson 1927):
 * (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). `n` may be an effective number, not a whole one.
 */
export function wilson(proportion: number, n: number, z: number = normalQuantile(0.975)): Interval {
  if (n <= 0) return [0, 1];
  const square = z * z;
  const center = proportion + square / (2 * n);
  const half = z * Math.sqrt((proportion * (1 - proportion)) / n + square / (4 * n * n));
  const scale = 1 + square / n;
  // At 0 and 1 the end is exact; rounding must not move it.
  return [
    proportion <= 0 ? 0 : Math.max(0, (center - half) / scale),
    proportion >= 1 ? 1 : Math.min(1, (center + half) / scale),
  ];
}

/**
 * Independent samples that a plain mean of several prompts' shares rests on, P² / Σ 1/nᵢ: as many as there are
 * where all prompts have the same number, fewer otherwise.
 */
export function equalWeightTrials(counts: readonly number[]): number {
  return counts.length ** 2 / counts.reduce((sum, count) => sum + 1 / count, 0);
}
