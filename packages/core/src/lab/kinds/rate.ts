import { mean } from "../statistics/interval.ts";
import { normalQuantile } from "../statistics/special-functions.ts";
import { equalWeightTrials, wilson } from "../statistics/wilson.ts";
import { clusteredProportion } from "./clustered.ts";
import type { Kind, Statistic } from "./kind.ts";

/** Variance of a share with two successes and two failures added, never 0 (Agresti, Caffo 2000). */
export function shareStatistic(successes: number, n: number): Statistic {
  const smoothed = (successes + 1) / (n + 2);
  return { value: successes / n, variance: (smoothed * (1 - smoothed)) / (n + 2), df: Infinity };
}

/** Shares of 0/1 values: Wilson's interval. */
export const rate: Kind<number> = {
  name: "rate",
  proportion: true,
  largestDifference: (_, bounds) => (bounds ? bounds[1] - bounds[0] : Infinity),
  // A failed call among the copies still counts, as a part of the one value.
  collapse: (values) => (values.length === 0 ? undefined : mean(values)),
  paired: (a, b) => a - b,
  trials: (count) => count,
  ends: (strata, { level }) =>
    wilson(
      mean(strata.map(mean)),
      equalWeightTrials(strata.map((values) => values.length)),
      normalQuantile(0.5 + level / 2),
    ),
  estimate(strata, scope) {
    const perPrompt = strata.map(mean);
    const samples = equalWeightTrials(strata.map((values) => values.length));
    const value = mean(perPrompt);
    return scope === "these_prompts"
      ? { value, interval: wilson(value, samples), method: "Wilson", notes: [] }
      : {
          value,
          interval: clusteredProportion(perPrompt, samples),
          method: "Wilson on the effective n over prompts (Korn–Graubard)",
          notes: [],
        };
  },
  statistic: (items) => (indices) => {
    let successes = 0;
    for (const index of indices) successes += items[index] ?? 0;
    return shareStatistic(successes, indices.length);
  },
  extremes: (_, towards, { count }) =>
    Array.from({ length: count }, () => (towards === "low" ? 0 : 1)),
};
