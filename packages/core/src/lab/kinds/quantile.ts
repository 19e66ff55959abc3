import { quantile, quantileInterval } from "../statistics/order-statistics.ts";
import type { Kind } from "./kind.ts";

/** A quantile of the pooled values between two order statistics; `minimum` values at least. */
export function quantileKind(q: number, minimum: number): Kind<number> {
  return {
    name: `quantile ${q}`,
    proportion: false,
    largestDifference: (_, bounds) => (bounds ? bounds[1] - bounds[0] : Infinity),
    collapse: ([first]) => first,
    paired: null,
    trials: (count) => count,
    ends: null,
    estimate(strata) {
      const all = strata.flat();
      const method = "order statistics";
      if (all.length < minimum) {
        return {
          value: null,
          interval: null,
          method,
          notes: [`not given under ${minimum} values: the values are shown`],
        };
      }
      const interval = quantileInterval(all, q);
      return {
        value: quantile(all, q),
        interval,
        method,
        notes: interval ? [] : ["too few values for a 95% interval: the values are shown"],
      };
    },
    statistic: null,
    extremes: () => [],
  };
}
