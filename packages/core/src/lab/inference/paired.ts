import { randomFrom } from "../../sampling/random.ts";
import { mean, type Interval } from "../statistics/interval.ts";
import { stratifiedMean } from "../statistics/mean-interval.ts";
import { detectablePairedDifference, POWER } from "../statistics/power.ts";
import { normalQuantile, studentQuantile } from "../statistics/special-functions.ts";
import { equalWeightTrials, wilson } from "../statistics/wilson.ts";
import { scopeOf, tOverPrompts, type Comparison, type ComparisonOptions } from "./comparison.ts";
import { around, squareAndAdd, withinSpan } from "./difference-interval.ts";

/** Differences sample by sample, one list for each prompt. */
type Strata = readonly (readonly number[])[];

/**
 * Two cells whose samples are the same ones, cut at different lengths: compared by the differences sample by
 * sample. Within prompts by exchanging the signs of differences (studentised), over prompts by t on their means.
 * Null when there is no difference to speak of at all.
 */
export function comparePaired(
  strata: Strata,
  options: ComparisonOptions & { proportion?: boolean },
): Comparison | null {
  const usable = strata.filter((differences) => differences.length > 1);
  if (usable.length === 0) return null;
  const largest = options.bounds ? options.bounds[1] - options.bounds[0] : Infinity;
  const spread = options.proportion ? sharesSpread(usable) : meansSpread(usable);
  const comparison =
    scopeOf(usable.length, options.scope) === "prompts_like_these"
      ? tOverPrompts(usable.map(mean), {
          least: options.proportion ? spread.standardError / 2 : 0,
          method: "t on per-prompt means of paired differences",
        })
      : {
          scope: "these_prompts" as const,
          difference: mean(usable.map(mean)),
          p: signFlips(usable, options),
          method: "sign exchange of paired differences within prompt",
          intervalAt: spread.intervalAt,
          detectableAt: spread.detectableAt,
        };
  return {
    ...comparison,
    intervalAt: withinSpan((level) => comparison.intervalAt(level), largest),
    detectableAt: (alpha) => {
      const value = comparison.detectableAt(alpha);
      return value !== null && value > 0 && value <= largest ? value : null;
    },
  };
}

type Spread = Pick<Comparison, "intervalAt" | "detectableAt"> & { standardError: number };

function meansSpread(strata: Strata): Spread {
  const { value, variance } = stratifiedMean(strata);
  const standardError = Math.sqrt(variance);
  const count = strata.reduce((sum, differences) => sum + differences.length, 0);
  const df = count - strata.length;
  const t = (p: number): number => studentQuantile(p, df);
  return {
    standardError,
    intervalAt: (level) => around(value, standardError, t(0.5 + level / 2)),
    detectableAt: (alpha) =>
      2 ** (1 - count) > alpha ? null : (t(1 - alpha / 2) + t(POWER)) * standardError,
  };
}

/**
 * Differences of 0/1 values are −1, 0 or 1: the share of rises less the share of falls, each with Wilson's interval,
 * so that no interval has zero width by accident.
 */
function sharesSpread(strata: Strata): Spread {
  const n = equalWeightTrials(strata.map((differences) => differences.length));
  const share = (wanted: number): number =>
    mean(strata.map((all) => all.filter((each) => each === wanted).length / all.length));
  const [rises, falls] = [share(1), share(-1)];
  const intervalAt = (level: number): Interval => {
    const z = normalQuantile(0.5 + level / 2);
    return squareAndAdd(
      { value: rises, interval: wilson(rises, n, z) },
      { value: falls, interval: wilson(falls, n, z) },
    );
  };
  const [low, high] = intervalAt(0.95);
  return {
    standardError: (high - low) / 2 / normalQuantile(0.975),
    intervalAt,
    detectableAt: (alpha) => detectablePairedDifference(Math.floor(n), alpha),
  };
}

function signFlips(
  strata: Strata,
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

function statistic(strata: Strata): number {
  const { value, variance } = stratifiedMean(strata);
  if (value === 0) return 0;
  return variance > 0 ? Math.abs(value) / Math.sqrt(variance) : Infinity;
}
