import { meanOf } from "../statistics/interval.ts";
import {
  kaplanMeier,
  restricted,
  survivalQuantile,
  survivalQuantileInterval,
  type Duration,
} from "../statistics/kaplan-meier.ts";
import { VALUES_FOR_MEAN } from "./mean.ts";
import type { Kind } from "./kind.ts";

/**
 * Lengths that the cap may cut: the median by Kaplan–Meier, over all prompts. Compared by the mean of
 * min(length, cap), which a censored sample does tell.
 */
export const survival: Kind<Duration> = {
  name: "survival",
  proportion: false,
  largestDifference: (_, bounds) => (bounds ? bounds[1] - bounds[0] : Infinity),
  collapse: ([first]) => first,
  paired: null,
  trials: (count) => count,
  ends: null,
  estimate(strata) {
    const all = strata.flat();
    const method = "Kaplan–Meier median, Brookmeyer–Crowley";
    if (all.length < VALUES_FOR_MEAN) {
      return { value: null, interval: null, method, notes: ["fewer than 8 values are shown"] };
    }
    const steps = kaplanMeier(all);
    const value = survivalQuantile(steps, 0.5);
    const found = survivalQuantileInterval(steps, 0.5);
    const cut = all.filter(({ censored }) => censored).length;
    return {
      value,
      interval: found && [found.low, found.high],
      method,
      notes: [
        ...(cut > 0 ? [`${cut} of ${all.length} were cut off: they count as "longer"`] : []),
        ...(value === null ? ["more than half were cut off: the median lies beyond the cap"] : []),
      ],
    };
  },
  statistic: (items) => {
    const cap = Math.min(
      ...items.filter(({ censored }) => censored).map(({ value }) => value),
      Math.max(...items.map(({ value }) => value)),
    );
    const values = restricted(items, cap);
    return (indices) => meanOf(values, indices);
  },
  extremes(items, towards, { count }) {
    const values = items.map(({ value }) => value);
    const value = towards === "low" ? 0 : Math.max(...values);
    return Array.from({ length: count }, () => ({ value, censored: false }));
  },
};
