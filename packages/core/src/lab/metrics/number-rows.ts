import { metricRowOf } from "./metric-row.ts";
import {
  costMeasure,
  entropyMeasure,
  firstTokenMeasure,
  latencyMeasure,
  latencyMedianMeasure,
  latencyP90Measure,
  perplexityMeasure,
  tokensMeasure,
} from "./number-measures.ts";
import { means } from "./mean-words.ts";

/** Numbers of each answer: time, money, tokens, surprise. */
export const numberRows = [
  metricRowOf(
    {
      name: "entropy",
      meaning: "how open the model's choice of each token was",
      unit: "nats",
      ...means,
      estimand:
        "E[mean entropy of the raw distribution at an answer's tokens]; a lower bound from top_logprobs",
    },
    entropyMeasure,
  ),
  metricRowOf(
    {
      name: "perplexity",
      meaning: "how unlikely the model itself finds the answer",
      unit: "perplexity",
      ...means,
      estimand: "E[exp(−mean log-probability of an answer)] under the raw distribution",
    },
    perplexityMeasure,
  ),
  metricRowOf(
    {
      name: "latency_ms",
      meaning: "time to the end of an answer, on average",
      unit: "ms",
      ...means,
      estimand: "E[milliseconds to the end of an answer]",
    },
    latencyMeasure,
  ),
  metricRowOf(
    {
      name: "latency_p50_ms",
      meaning: "time to the end of the middle answer",
      verdicts: false,
      unit: "ms",
      estimand: "median milliseconds to the end of an answer",
      interval: "order statistics",
      minimum_n: 6,
      source: "David, Nagaraja 2003 §7.1",
    },
    latencyMedianMeasure,
  ),
  metricRowOf(
    {
      name: "latency_p90_ms",
      meaning: "time within which nine of ten answers end",
      verdicts: false,
      unit: "ms",
      estimand: "90th percentile of milliseconds to the end of an answer",
      interval: "order statistics; none under 29",
      minimum_n: 20,
      source: "David, Nagaraja 2003 §7.1",
    },
    latencyP90Measure,
  ),
  metricRowOf(
    {
      name: "first_token_ms",
      meaning: "time to the first piece of an answer",
      unit: "ms",
      ...means,
      estimand: "E[milliseconds to the first piece of an answer]",
    },
    firstTokenMeasure,
  ),
  metricRowOf(
    {
      name: "completion_tokens",
      meaning: "tokens of an answer, on average",
      unit: "tokens",
      ...means,
      estimand: "E[tokens of an answer, however it ended]",
    },
    tokensMeasure,
  ),
  metricRowOf(
    {
      name: "cost_usd",
      meaning: "price of one sample, on average",
      unit: "usd",
      ...means,
      estimand: "E[US dollars for one sample]",
    },
    costMeasure,
  ),
];
