import { randomFrom } from "../../sampling/random.ts";
import { mean, variance } from "../statistics/interval.ts";
import { stratifiedMean } from "../statistics/mean-interval.ts";
import { studentCdf, studentQuantile } from "../statistics/special-functions.ts";
import { around, type Comparison, type ComparisonOptions } from "./comparison.ts";

/**
 * Two cells whose samples are the same ones, cut at different lengths: compared by the differences sample by
 * sample, one list for each prompt. Within prompts by exchanging the signs of differences (studentised), over
 * prompts by t on their means. Null when there is no difference to speak of at all.
 */
export function comparePaired(
  strata: readonly (readonly number[])[],
  { scope, permutations, seed }: ComparisonOptions,
): Comparison | null {
  const usable = strata.filter((differences) => differences.length > 1);
  if (usable.length === 0) return null;
  if (scope === "prompts_like_these") return overPrompts(usable.map(mean));
  const estimate = stratifiedMean(usable);
  const standardError = Math.sqrt(estimate.variance);
  const df = usable.reduce((sum, differences) => sum + differences.length - 1, 0);
  return {
    difference: estimate.value,
    standardError,
    df,
    p: signFlips(usable, { permutations, seed }),
    largest: Infinity,
    method: "sign exchange of paired differences within prompt",
    intervalAt: (level) =>
      around(estimate.value, standardError, studentQuantile(0.5 + level / 2, df)),
  };
}

function overPrompts(perPrompt: readonly number[]): Comparison {
  const value = mean(perPrompt);
  const df = perPrompt.length - 1;
  const standardError = Math.sqrt(variance(perPrompt) / perPrompt.length);
  return {
    difference: value,
    standardError,
    df,
    p:
      value === 0 || standardError === 0 ? 1 : 2 * studentCdf(-Math.abs(value) / standardError, df),
    largest: Infinity,
    method: "t on per-prompt means of paired differences",
    intervalAt: (level) => around(value, standardError, studentQuantile(0.5 + level / 2, df)),
  };
}

function signFlips(
  strata: readonly (readonly number[])[],
  { permutations, seed }: { permutations: number; seed: number },
): number {
  const observed = statistic(strata);
  if (observed === 0) return 1;
  const random = randomFrom(seed);
  let atLeast = 0;
  for (let round = 0; round < permutations; round += 1) {
    const flipped = strata.map((differences) =>
      differences.map((each) => (random.uniform() < 0.5 ? -each : each)),
    );
    if (statistic(flipped) >= observed * (1 - 1e-12)) atLeast += 1;
  }
  return (1 + atLeast) / (permutations + 1);
}

function statistic(strata: readonly (readonly number[])[]): number {
  const { value, variance: squared } = stratifiedMean(strata);
  if (value === 0) return 0;
  return squared > 0 ? Math.abs(value) / Math.sqrt(squared) : Infinity;
}
