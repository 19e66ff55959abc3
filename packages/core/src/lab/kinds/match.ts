import { mean } from "../statistics/interval.ts";
import { normalQuantile } from "../statistics/special-functions.ts";
import { equalWeightTrials, wilson } from "../statistics/wilson.ts";
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
    const { shares, pairs } = sharesOf(strata);
    if (shares.length === 0) {
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
  ends(strata, { level }) {
    const { shares, pairs } = sharesOf(strata);
    return wilson(mean(shares), pairs, normalQuantile(0.5 + level / 2));
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

/** Shares of equal pairs by prompt, where there is a pair, and the number of pairs their mean rests on. */
function sharesOf(strata: readonly (readonly string[])[]): { shares: number[]; pairs: number } {
  const paired = strata.filter((answers) => answers.length >= 2);
  return {
    shares: paired.map((answers) => equalPairs(answers) / (answers.length >> 1)),
    pairs: equalWeightTrials(paired.map((answers) => answers.length >> 1)),
  };
}

function equalPairs(answers: ArrayLike<string | number>): number {
  let equal = 0;
  for (let first = 0; first + 1 < answers.length; first += 2) {
    if (answers[first] === answers[first + 1]) equal += 1;
  }
  return equal;
}
