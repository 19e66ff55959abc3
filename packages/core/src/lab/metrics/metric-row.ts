import type { Measure, MetricTools } from "./measure.ts";
import { MeasuredMetric } from "./measured-metric.ts";

/** One row of the metric table, as documented. */
export interface MetricSpec {
  /** The word on the command line and in records. */
  name: string;
  /** What it tells, in plain words, for those who do not read formulas. */
  meaning: string;
  unit: "share" | "answers" | "tokens" | "nats" | "ms" | "usd" | "perplexity";
  /** What is estimated, for a cell and averaged over prompts. */
  estimand: string;
  /** How its interval is made. */
  interval: string;
  /** With fewer samples than this no interval (or no number) is shown. */
  minimum_n: number;
  source: string;
  /** Whether its differences get verdicts; others are shown beside, as exploratory. */
  verdicts: boolean;
  /** The option that `NAME=VALUE` sets. */
  option?: string;
}

type Options = Readonly<Record<string, unknown>>;

/** A row with what makes the metric. Throws on bad options or a missing tool. */
export interface MetricRow extends MetricSpec {
  start(options: Options, tools: MetricTools): MeasuredMetric;
}

/** A row of the table; its differences get verdicts unless it says otherwise. */
export function metricRowOf<V>(
  spec: Omit<MetricSpec, "verdicts"> & { verdicts?: boolean },
  make: (options: Options, tools: MetricTools) => Measure<V>,
): MetricRow {
  return {
    verdicts: true,
    ...spec,
    start: (options, tools) => MeasuredMetric.of(make(options, tools)),
  };
}
