import { mean } from "../statistics/interval.ts";
import { wilson } from "../statistics/wilson.ts";
import { clusteredProportion } from "./clustered.ts";
import { copies, mostCommon, strangers } from "./distinct-kind.ts";
import type { Kind } from "./kind.ts";
import { shareStatistic } from "./rate.ts";

/**
 * P(two samples of a prompt are equal), on disjoint pairs (first and second, third and fourth, …), so that the
 * pairs are independent and Wilson's interval holds.
 */
export const match: Kind<string> = {
  name: "match",
  proportion: true,
  largestDifference: () => 1,
  collapse: ([first]) => first,
  paired: null,
  trials: (count) => Math.floor(count / 2),
  estimate(strata, scope) {
    const paired = strata.filter((answers) => answers.length >= 2);
    const pairs = paired.reduce((sum, answers) => sum + Math.floor(answers.length / 2), 0);
    const shares = paired.map((answers) => equalPairs(answers) / Math.floor(answers.length / 2));
    if (pairs === 0) {
      return {
        value: null,
        interval: null,
        method: "Wilson on pairs",
        notes: ["no pair to compare"],
      };
    }
    const value = mean(shares);
    return {
      value,
      interval:
        scope === "these_prompts" ? wilson(value, pairs) : clusteredProportion(shares, pairs),
      method: "Wilson on disjoint pairs",
      notes: [],
    };
  },
  statistic(items) {
    const names = [...new Set(items)];
    const nameOf = Int32Array.from(items, (item) => names.indexOf(item));
    return (indices) =>
      shareStatistic(equalPairs(indices.map((index) => nameOf[index] ?? 0)), indices.length >> 1);
  },
  extremes: (items, towards, { count }) =>
    towards === "low" ? strangers(count) : copies(mostCommon(items), count),
};

function equalPairs(answers: ArrayLike<string | number>): number {
  let equal = 0;
  for (let first = 0; first + 1 < answers.length; first += 2) {
    if (answers[first] === answers[first + 1]) equal += 1;
  }
  return equal;
}
