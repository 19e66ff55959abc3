import type { Cell, Experiment } from "../experiment.ts";
import { ALPHA, isDeterministic, MAX_LOOKS } from "../inference/analysis.ts";
import { metricRow } from "../metrics/metric-request.ts";
import { detectableRateDifference } from "../statistics/power.ts";
import type { SamplePlan } from "../sample.ts";

/** What an experiment will take, before anything is sent. */
export interface ExperimentEstimate {
  calls: number;
  prompt_tokens: number;
  /** At most: every answer as long as its `max_tokens`, or as long as assumed where it has none. */
  completion_tokens: number;
  /** US dollars at most; null when some price is unknown. */
  cost_usd: number | null;
  /** Null when the model's speed is unknown. */
  seconds: number | null;
  /**
   * Smallest difference of two rates that one comparison shows with 80% power, at its share of the error; null when
   * there are too few samples to show any.
   */
  detectable_rate_difference: number | null;
  /** Comparisons that share the error of 5%. */
  family: number;
}

export interface EstimateOptions {
  /** Tokens of each prompt, by prompt id. */
  promptTokens: (promptId: string, model: string) => number;
  /** Tokens an answer without `max_tokens` is taken to have. */
  assumedTokens: number;
  /** Seconds one call takes, alone; null when unknown. */
  secondsPerCall: (cell: Cell, completionTokens: number) => number | null;
  concurrency: number;
}

/** Estimates calls, tokens, money and time, and what the number of samples can show. */
export function estimateExperiment(
  experiment: Experiment,
  samples: readonly SamplePlan[],
  options: EstimateOptions,
): ExperimentEstimate {
  const calls = samples.flatMap((sample) => {
    const cell = experiment.cells.find(({ id }) => id === sample.cell_id);
    return cell ? [callOf(experiment, { sample, cell, options })] : [];
  });
  const sum = (values: readonly (number | null)[]): number | null =>
    values.reduce<number | null>(
      (total, value) => (total === null || value === null ? null : total + value),
      0,
    );
  const seconds = sum(calls.map((call) => call.seconds));
  const family = familyOf(experiment);
  return {
    calls: calls.length,
    prompt_tokens: sum(calls.map((call) => call.prompt)) ?? 0,
    completion_tokens: sum(calls.map((call) => call.completion)) ?? 0,
    cost_usd: sum(calls.map((call) => call.cost)),
    seconds: seconds === null ? null : seconds / options.concurrency,
    family,
    detectable_rate_difference: detectableRateDifference(
      fewestSamples(experiment, samples),
      (experiment.planned_looks > 1 ? ALPHA / MAX_LOOKS : ALPHA) / Math.max(1, family),
    ),
  };
}

function callOf(
  { models }: Experiment,
  { sample, cell, options }: { sample: SamplePlan; cell: Cell; options: EstimateOptions },
): { prompt: number; completion: number; cost: number | null; seconds: number | null } {
  const { max_tokens: cap, max_completion_tokens: other } = cell.parameters;
  const limit = typeof cap === "number" ? cap : other;
  const completion = typeof limit === "number" ? limit : options.assumedTokens;
  const prompt = options.promptTokens(sample.prompt_id, cell.model);
  const pricing = models.find(({ model }) => model === cell.model)?.pricing;
  const [input, output] = [Number(pricing?.prompt ?? NaN), Number(pricing?.completion ?? NaN)];
  const cost = prompt * input + completion * output + Number(pricing?.request ?? 0);
  return {
    prompt,
    completion,
    cost: input >= 0 && output >= 0 && Number.isFinite(cost) ? cost : null,
    seconds: options.secondsPerCall(cell, completion),
  };
}

/** Comparisons × metrics that get a verdict. */
export function familyOf({ cells, metrics }: Experiment): number {
  const compared = cells.filter(({ baseline_id }) => baseline_id !== null).length;
  const deciding = metrics.filter(({ metric }) => metricRow(metric).verdicts).length;
  return compared * deciding;
}

/** Of the cells that give one answer again and again only where there are no others: their copies count once. */
function fewestSamples({ cells, prompts }: Experiment, samples: readonly SamplePlan[]): number {
  const counts = cells
    .filter((cell) => !cell.derived_from && !isDeterministic(cell))
    .map((cell) => samples.filter(({ cell_id }) => cell_id === cell.id).length);
  return counts.length === 0 ? prompts.length : Math.max(1, Math.min(...counts));
}
