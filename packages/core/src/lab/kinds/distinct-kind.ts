import { distinctAnswers, rarefied, rarefiedCounts } from "../statistics/distinct.ts";
import { clipped, mean, variance } from "../statistics/interval.ts";
import { studentQuantile } from "../statistics/special-functions.ts";
import type { Kind } from "./kind.ts";

/**
 * Different answers a prompt: D ± 1.96 √(f₁ + 1), clipped to [1, n]. Prompts (and cells) with more answers than
 * others are rarefied to the smallest number.
 */
export const distinctKind: Kind<string> = {
  name: "distinct",
  proportion: false,
  largestDifference: (samples) => samples - 1,
  collapse: ([first]) => first,
  paired: null,
  trials: (count) => count,
  ends: null,
  estimate(strata, scope) {
    const m = Math.min(...strata.map((answers) => answers.length));
    const values = strata.map((answers) => rarefied(answers, m));
    const value = mean(values);
    const within =
      strata.reduce((sum, answers) => sum + distinctAnswers(answers).variance, 0) /
      strata.length ** 2;
    const likeThese = scope === "prompts_like_these";
    const squared = likeThese ? Math.max(variance(values) / values.length, within) : within;
    const half =
      (likeThese ? studentQuantile(0.975, values.length - 1) : 1.96) * Math.sqrt(squared);
    return {
      value,
      interval: clipped([value - half, value + half], [1, m]),
      method: likeThese ? "t over prompts" : "D ± 1.96 √(f₁ + 1)",
      notes: strata.some((answers) => answers.length > m)
        ? [`rarefied to ${m} answers a prompt`]
        : [],
    };
  },
  statistic(items) {
    const names = [...new Set(items)];
    const nameOf = Int32Array.from(items, (item) => names.indexOf(item));
    return (indices, m) => {
      const counts = new Int32Array(names.length);
      for (const index of indices) {
        const name = nameOf[index] ?? 0;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      const seen = counts.filter((count) => count > 0);
      const once = seen.filter((count) => count === 1).length;
      const value = rarefiedCounts(seen, { n: indices.length, m });
      return { value, variance: once + 1, df: Infinity };
    };
  },
  extremes: (items, towards, { count }) =>
    towards === "low" ? copies(mostCommon(items), count) : strangers(count),
};

/** The answer that came most often, the first of equals. */
export function mostCommon(items: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}

/** The same answer again and again. */
export function copies(item: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => item);
}

/** Answers that nobody else gave. */
export function strangers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `\u{0}${index}`);
}
