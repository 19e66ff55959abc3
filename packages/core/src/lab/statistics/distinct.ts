import { clipped, type Interval } from "./interval.ts";
import { logChoose } from "./special-functions.ts";

/** How often each answer came. */
export function countsOf(answers: readonly string[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts.values()];
}

/** D different answers among n, with D ± 1.96 √(f₁ + 1) clipped to [1, n]; f₁ answers came once. */
export function distinctAnswers(answers: readonly string[]): {
  value: number;
  variance: number;
  interval: Interval;
} {
  const counts = countsOf(answers);
  const once = counts.filter((count) => count === 1).length;
  const variance = once + 1;
  const half = 1.96 * Math.sqrt(variance);
  return {
    value: counts.length,
    variance,
    interval: clipped([counts.length - half, counts.length + half], [1, answers.length]),
  };
}

/**
 * Expected number of different answers among m of the n drawn: Σ 1 − C(n − c, m)/C(n, m) (Hurlbert 1971).
 * Numbers of different answers are comparable at equal m only.
 */
export function rarefied(answers: readonly string[], m: number): number {
  return rarefiedCounts(countsOf(answers), { n: answers.length, m });
}

/** The same from how often each answer came. */
export function rarefiedCounts(
  counts: Int32Array | readonly number[],
  { n, m }: { n: number; m: number },
): number {
  if (m >= n) return counts.length;
  const all = logChoose(n, m);
  let sum = 0;
  for (const count of counts) {
    sum += 1 - (n - count < m ? 0 : Math.exp(logChoose(n - count, m) - all));
  }
  return sum;
}
