import { clipped, mean, meanOf, type Interval } from "../statistics/interval.ts";
import { meanInterval } from "../statistics/mean-interval.ts";
import { wilson } from "../statistics/wilson.ts";
import type { Kind, KindEstimate } from "./kind.ts";

/** Fewer values than this are shown themselves. */
export const VALUES_FOR_MEAN = 8;

/** Means of numbers: hull of t and studentised bootstrap; under 8 values, or without spread, the values. */
export const meanKind: Kind<number> = {
  name: "mean",
  proportion: false,
  largestDifference: (_, bounds) => (bounds ? bounds[1] - bounds[0] : Infinity),
  collapse: ([first]) => first,
  paired: (a, b) => a - b,
  trials: (count) => count,
  estimate(strata, scope, bounds) {
    const perPrompt = strata.map(mean);
    const value = mean(perPrompt);
    const all = strata.flat();
    if (all.length < VALUES_FOR_MEAN) return shown(value, "fewer than 8 values");
    const usable = strata.filter((values) => values.length > 1);
    const groups = scope === "these_prompts" ? usable : [perPrompt];
    const interval =
      usable.length === strata.length || scope !== "these_prompts" ? meanInterval(groups) : null;
    if (interval) {
      return {
        value,
        interval: bounds ? clipped(interval, bounds) : interval,
        method:
          scope === "these_prompts"
            ? "t and studentised bootstrap, the wider"
            : "t and studentised bootstrap over prompts, the wider",
        notes: [],
      };
    }
    return atBound(value, all.length, bounds) ?? shown(value, "the values do not differ enough");
  },
  statistic: (items) => (indices) => meanOf(items, indices),
  extremes(items, towards, { count, bounds }) {
    const extreme =
      towards === "low" ? (bounds?.[0] ?? Math.min(...items)) : (bounds?.[1] ?? Math.max(...items));
    const worst = Number.isFinite(extreme)
      ? extreme
      : towards === "low"
        ? Math.min(...items)
        : Math.max(...items);
    return Array.from({ length: count }, () => worst);
  },
};

function shown(value: number, why: string): KindEstimate {
  return { value, interval: null, method: "values", notes: [`${why}: the values are shown`] };
}

/**
 * All values at an end of what is possible: the share that is elsewhere is at most Wilson's bound, and the mean
 * is no further from the end than that share allows.
 */
function atBound(value: number, n: number, bounds: Interval | null): KindEstimate | null {
  if (!bounds || !bounds.every(Number.isFinite) || !bounds.includes(value)) return null;
  const [least, most] = bounds;
  const elsewhere = wilson(0, n)[1] * (most - least);
  return {
    value,
    interval: value === least ? [least, least + elsewhere] : [most - elsewhere, most],
    method: "Wilson on the share of values that differ",
    notes: [],
  };
}
