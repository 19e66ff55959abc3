import { metricRowOf } from "./metric-row.ts";
import {
  distinctAnswersMeasure,
  distinctNMeasure,
  exactMatchMeasure,
  firstDivergenceMeasure,
  lengthMeasure,
  repetitionMeasure,
  selfSimilarityMeasure,
} from "./text-measures.ts";
import { means } from "./mean-words.ts";

const lengths = {
  interval: "Kaplan–Meier median, Brookmeyer–Crowley; compared by the mean up to the cap",
  minimum_n: 8,
  source: "Kaplan, Meier 1958; Brookmeyer, Crowley 1982",
} as const;

/** What answers are like as texts. */
export const textRows = [
  metricRowOf(
    {
      name: "distinct_answers",
      meaning: "how many different answers a prompt's samples have",
      unit: "answers",
      estimand: "E[number of different answers among n samples of a prompt]",
      interval: "D ± 1.96 √(f₁ + 1), f₁ answers seen once, within [1, n]; rarefied when n differ",
      minimum_n: 2,
      source: "Hurlbert 1971; Good 1953 (f₁)",
    },
    distinctAnswersMeasure,
  ),
  metricRowOf(
    {
      name: "exact_match",
      meaning: "how often two samples are the same, word for word",
      unit: "share",
      estimand: "P(two samples of a prompt are equal)",
      interval: "Wilson on disjoint pairs",
      minimum_n: 2,
      source: "Wilson 1927",
    },
    exactMatchMeasure,
  ),
  metricRowOf(
    {
      name: "self_similarity",
      meaning: "how much wording two samples share",
      unit: "share",
      estimand: "E[Jaccard similarity of the 3-word runs of two samples of a prompt]",
      interval: "U-statistic, delete-one jackknife with t",
      minimum_n: 8,
      source: "Efron, Stein 1981; Arvesen 1969",
    },
    selfSimilarityMeasure,
  ),
  metricRowOf(
    {
      name: "distinct_n",
      meaning: "how much of an answer is not said twice in it",
      unit: "share",
      ...means,
      option: "n",
      estimand: "E[different n-grams of an answer / all its n-grams], n = 2 unless given",
    },
    distinctNMeasure,
  ),
  metricRowOf(
    {
      name: "repetition",
      meaning: "how much of an answer repeats what it said before",
      unit: "share",
      ...means,
      option: "n",
      estimand:
        "E[1 − different n-grams / all n-grams of an answer], n = 4 unless given (seq-rep-4)",
    },
    repetitionMeasure,
  ),
  metricRowOf(
    {
      name: "length",
      meaning: "tokens of the middle answer",
      unit: "tokens",
      ...lengths,
      estimand: "median tokens of an answer, cut ones counted as longer",
    },
    lengthMeasure,
  ),
  metricRowOf(
    {
      name: "first_divergence",
      meaning: "tokens two samples share before they part",
      unit: "tokens",
      ...lengths,
      estimand: "median number of tokens two samples share before they part",
    },
    firstDivergenceMeasure,
  ),
];
