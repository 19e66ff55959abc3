import type { Measure, MetricTools } from "./measure.ts";
import { MeasuredMetric } from "./measured-metric.ts";
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
import {
  commandRate,
  containsRate,
  equalsRate,
  failureRate,
  numberRate,
  regexRate,
  truncatedRate,
  validRate,
} from "./rate-measures.ts";
import {
  distinctAnswersMeasure,
  distinctNMeasure,
  exactMatchMeasure,
  firstDivergenceMeasure,
  lengthMeasure,
  repetitionMeasure,
  selfSimilarityMeasure,
} from "./text-measures.ts";

/** One row of the metric table, as documented. */
export interface MetricSpec {
  /** The word on the command line and in records. */
  name: string;
  unit: "share" | "answers" | "tokens" | "nats" | "ms" | "usd" | "perplexity";
  /** What is estimated, for a cell and averaged over prompts. */
  estimand: string;
  /** How its interval is made. */
  interval: string;
  /** With fewer samples than this no interval (or no number) is shown. */
  minimum_n: number;
  source: string;
  /** The option that `NAME=VALUE` sets. */
  option?: string;
}

type Options = Readonly<Record<string, unknown>>;

/** A row with what makes the metric. Throws on bad options or a missing tool. */
export interface MetricRow extends MetricSpec {
  start(options: Options, tools: MetricTools): MeasuredMetric;
}

function row<V>(
  spec: MetricSpec,
  make: (options: Options, tools: MetricTools) => Measure<V>,
): MetricRow {
  return { ...spec, start: (options, tools) => MeasuredMetric.of(make(options, tools)) };
}

const wilson = { interval: "Wilson", minimum_n: 1, source: "Wilson 1927; Newcombe 1998" } as const;
const means = {
  interval: "wider of t and studentised bootstrap; the values themselves under 8",
  minimum_n: 8,
  source: "Efron, Tibshirani 1993 §12.5",
} as const;
const lengths = {
  interval: "Kaplan–Meier median, Brookmeyer–Crowley; compared by the mean up to the cap",
  minimum_n: 8,
  source: "Kaplan, Meier 1958; Brookmeyer, Crowley 1982",
} as const;
const share = { unit: "share", ...wilson } as const;

/** The one table of metrics. */
export const metricTable: readonly MetricRow[] = [
  row(
    {
      name: "valid_rate",
      ...share,
      option: "as",
      estimand: "P(answer is valid: JSON, a JSON schema, or code that parses)",
    },
    validRate,
  ),
  row(
    {
      name: "equals_rate",
      ...share,
      option: "value",
      estimand: "P(answer equals the expected one, case and outer white space apart)",
    },
    equalsRate,
  ),
  row(
    {
      name: "contains_rate",
      ...share,
      option: "value",
      estimand: "P(answer contains the expected text, case apart)",
    },
    containsRate,
  ),
  row(
    { name: "regex_rate", ...share, option: "pattern", estimand: "P(answer matches the pattern)" },
    regexRate,
  ),
  row(
    {
      name: "number_rate",
      ...share,
      option: "value",
      estimand: "P(last number of the answer is within the tolerance of the expected)",
    },
    numberRate,
  ),
  row(
    {
      name: "command_rate",
      ...share,
      option: "command",
      estimand: "P(the command exits with 0 for the answer)",
    },
    commandRate,
  ),
  row(
    {
      name: "truncated_rate",
      ...share,
      estimand: "P(answer is cut off by max_tokens); a failed call counts as cut",
    },
    truncatedRate,
  ),
  row(
    { name: "failure_rate", ...share, estimand: "P(a call has no answer after its retries)" },
    failureRate,
  ),
  row(
    {
      name: "distinct_answers",
      unit: "answers",
      estimand: "E[number of different answers among n samples of a prompt]",
      interval: "D ± 1.96 √(f₁ + 1), f₁ answers seen once, within [1, n]; rarefied when n differ",
      minimum_n: 2,
      source: "Hurlbert 1971; Good 1953 (f₁)",
    },
    distinctAnswersMeasure,
  ),
  row(
    {
      name: "exact_match",
      unit: "share",
      estimand: "P(two samples of a prompt are equal)",
      interval: "Wilson on disjoint pairs",
      minimum_n: 2,
      source: "Wilson 1927",
    },
    exactMatchMeasure,
  ),
  row(
    {
      name: "self_similarity",
      unit: "share",
      estimand: "E[Jaccard similarity of the 3-word runs of two samples of a prompt]",
      interval: "U-statistic, delete-one jackknife with t",
      minimum_n: 8,
      source: "Efron, Stein 1981; Arvesen 1969",
    },
    selfSimilarityMeasure,
  ),
  row(
    {
      name: "distinct_n",
      unit: "share",
      ...means,
      option: "n",
      estimand: "E[different n-grams of an answer / all its n-grams], n = 2 unless given",
    },
    distinctNMeasure,
  ),
  row(
    {
      name: "repetition",
      unit: "share",
      ...means,
      option: "n",
      estimand:
        "E[1 − different n-grams / all n-grams of an answer], n = 4 unless given (seq-rep-4)",
    },
    repetitionMeasure,
  ),
  row(
    {
      name: "length",
      unit: "tokens",
      ...lengths,
      estimand: "median tokens of an answer, cut ones counted as longer",
    },
    lengthMeasure,
  ),
  row(
    {
      name: "first_divergence",
      unit: "tokens",
      ...lengths,
      estimand: "median number of tokens two samples share before they part",
    },
    firstDivergenceMeasure,
  ),
  row(
    {
      name: "entropy",
      unit: "nats",
      ...means,
      estimand:
        "E[mean entropy of the raw distribution at an answer's tokens]; a lower bound from top_logprobs",
    },
    entropyMeasure,
  ),
  row(
    {
      name: "perplexity",
      unit: "perplexity",
      ...means,
      estimand: "E[exp(−mean log-probability of an answer)] under the raw distribution",
    },
    perplexityMeasure,
  ),
  row(
    {
      name: "latency_ms",
      unit: "ms",
      ...means,
      estimand: "E[milliseconds to the end of an answer]",
    },
    latencyMeasure,
  ),
  row(
    {
      name: "latency_p50_ms",
      unit: "ms",
      estimand: "median milliseconds to the end of an answer",
      interval: "order statistics",
      minimum_n: 6,
      source: "David, Nagaraja 2003 §7.1",
    },
    latencyMedianMeasure,
  ),
  row(
    {
      name: "latency_p90_ms",
      unit: "ms",
      estimand: "90th percentile of milliseconds to the end of an answer",
      interval: "order statistics; none under 29",
      minimum_n: 20,
      source: "David, Nagaraja 2003 §7.1",
    },
    latencyP90Measure,
  ),
  row(
    {
      name: "first_token_ms",
      unit: "ms",
      ...means,
      estimand: "E[milliseconds to the first piece of an answer]",
    },
    firstTokenMeasure,
  ),
  row(
    {
      name: "completion_tokens",
      unit: "tokens",
      ...means,
      estimand: "E[tokens of an answer, however it ended]",
    },
    tokensMeasure,
  ),
  row(
    { name: "cost_usd", unit: "usd", ...means, estimand: "E[US dollars for one sample]" },
    costMeasure,
  ),
];
