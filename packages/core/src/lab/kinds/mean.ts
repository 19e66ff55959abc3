import { clipped, mean, meanOf, type Interval } from "../statistics/interval.ts";
import { meanInterval, sideInterval } from "../statistics/mean-interval.ts";
import { equalWeightTrials, wilson } from "../statistics/wilson.ts";
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
  ends(strata, { level, bounds, others }) {
    if (strata.some((values) => values.length < 2)) return null;
    const interval = sideInterval(strata, level) ?? ofConstant(strata, others, level);
    return interval && withinHoeffding(strata, interval, { level, bounds });
  },
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
        interval:
          scope === "these_prompts"
            ? withinHoeffding(strata, interval, { level: 0.95, bounds })
            : clippedTo(bounds, interval),
        method:
          scope === "these_prompts"
            ? "t and studentised bootstrap, the wider"
            : "t and studentised bootstrap over prompts, the wider",
        notes: [],
      };
    }
    return atBound(all, bounds) ?? shown(value, "the values do not differ enough");
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
function atBound(values: readonly number[], bounds: Interval | null): KindEstimate | null {
  const value = mean(values);
  if (!bounds || !bounds.every(Number.isFinite) || !bounds.includes(value)) return null;
  const [least, most] = bounds;
  const [, share] = wilson(0, values.length);
  const elsewhere = share * (most - least);
  return {
    value,
    interval: value === least ? [least, least + elsewhere] : [most - elsewhere, most],
    method: "Wilson on the share of values that differ",
    notes: [],
  };
}

const clippedTo = (bounds: Interval | null, interval: Interval): Interval =>
  bounds ? clipped(interval, bounds) : interval;

/**
 * A mean of bounded values is no further from theirs than Hoeffding's inequality allows (1963): it ends what a
 * bootstrap of mostly equal values makes endless. ± span · √(ln(2/α) / 2n).
 */
function withinHoeffding(
  strata: readonly (readonly number[])[],
  interval: Interval,
  { level, bounds }: { level: number; bounds: Interval | null },
): Interval {
  if (!bounds || !bounds.every(Number.isFinite)) return clippedTo(bounds, interval);
  const value = mean(strata.map(mean));
  const n = equalWeightTrials(strata.map((values) => values.length));
  const half = (bounds[1] - bounds[0]) * Math.sqrt(Math.log(2 / (1 - level)) / (2 * n));
  return clipped(clipped(interval, [value - half, value + half]), bounds);
}

/** Values without spread, beside others: as if one value more had come, like those of the others that differ. */
function ofConstant(
  strata: readonly (readonly number[])[],
  others: readonly (readonly number[])[],
  level: number,
): Interval | null {
  const value = mean(strata.map(mean));
  const beside = strata.map((values, prompt) => {
    const different = (others[prompt] ?? []).filter((each) => each !== values[0]);
    return different.length > 0 ? [...values, mean(different)] : values;
  });
  const interval = sideInterval(beside, level);
  return interval && [Math.min(interval[0], value), Math.max(interval[1], value)];
}
