import type { Cell, Check, Experiment } from "../experiment.ts";
import { isDeterministic, MAX_LOOKS } from "../inference/analysis.ts";
import { samplesToPass } from "../inference/check.ts";
import type { MetricTools } from "../metrics/measure.ts";
import { metricRow, requestNamed } from "../metrics/metric-request.ts";
import type { ExperimentDesign } from "./design.ts";
import { invalidDesign, requireWhole } from "./invalid-design.ts";

/** Throws on what is wrong with a design whatever its models. */
export function checkDesign(design: ExperimentDesign, tools: MetricTools): void {
  if (design.prompts.length === 0) throw invalidDesign("prompts", [], "at least one prompt");
  if (design.models.length === 0) throw invalidDesign("models", [], "at least one model");
  requireWhole("samples", design.samples);
  const looks = design.looks ?? 1;
  if (!Number.isInteger(looks) || looks < 1 || looks > MAX_LOOKS) {
    throw invalidDesign("looks", looks, `a whole number from 1 to ${MAX_LOOKS}`);
  }
  if (design.metrics.length === 0) throw invalidDesign("metrics", [], "at least one metric");
  const names = design.metrics.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidDesign("metrics", twice, "each name once");
  for (const request of design.metrics)
    metricRow(request.metric).start(request.options ?? {}, tools);
}

/** Throws on a check that even a perfect result could not pass at the planned n, or that names no metric. */
export function checkChecks(experiment: Experiment): void {
  const { checks, metrics } = experiment;
  for (const check of checks) {
    const request = requestNamed(metrics, check.metric);
    if (!request) {
      throw invalidDesign("check", check.metric, metrics.map(({ name }) => name).join(", "));
    }
    if (!request.metric.endsWith("_rate") && request.metric !== "exact_match") continue;
    refuseImpossible(check, request.metric, experiment);
  }
}

function refuseImpossible(check: Check, metric: string, experiment: Experiment): void {
  const written = `${check.metric} ${check.operator} ${check.value}`;
  const needed = samplesToPass(check);
  if (needed === null) {
    const remedy = "No number of samples proves this limit; choose one inside 0 to 1.";
    throw invalidDesign("check", written, "a limit that some result could prove", remedy);
  }
  for (const cell of experiment.cells) {
    const planned = effectiveSamples(experiment, cell, metric);
    if (needed <= planned) continue;
    const copies = planned === experiment.prompts.length && isDeterministic(cell);
    const why = copies ? ", since its copies count once a prompt" : "";
    const remedy = `Even a perfect result of ${cell.label} could not pass with ${planned} effective samples${why}; it takes ${needed}.`;
    throw invalidDesign("check", written, `at least ${needed} effective samples a cell`, remedy);
  }
}

/** Samples a proportion will rest on: pairs for exact_match; copies count once where the text alone matters. */
function effectiveSamples(
  { prompts, samples_per_prompt, race }: Experiment,
  cell: Cell,
  metric: string,
): number {
  const count = race ? race.confirmation_prompt_ids.length : prompts.length;
  const each = race ? race.confirmation_samples : samples_per_prompt;
  if (metric === "exact_match") return count * Math.floor(each / 2);
  return count * (isDeterministic(cell) && metric !== "failure_rate" ? 1 : each);
}
