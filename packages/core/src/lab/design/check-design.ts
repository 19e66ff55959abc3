import type { Cell, Check, Experiment, MetricRequest } from "../experiment.ts";
import { InvalidInputError } from "../../error/errors.ts";
import { ALPHA, isDeterministic, MAX_LOOKS } from "../inference/analysis.ts";
import { samplesToPass } from "../inference/check.ts";
import type { MetricTools } from "../metrics/measure.ts";
import { metricRow, requestNamed } from "../metrics/metric-request.ts";
import { metricTable } from "../metrics/metric-table.ts";
import type { DesignPrompt, ExperimentDesign } from "./design.ts";
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
  for (const request of design.metrics) {
    metricRow(request.metric).start(request.options ?? {}, tools);
    requireExpected(request, design.prompts);
  }
  refuseOneSeed(design);
}

/** An answer to compare with, of the metric or of every prompt: asked for before anything is spent. */
function requireExpected(
  { name, metric, options = {} }: MetricRequest,
  prompts: readonly DesignPrompt[],
): void {
  if (!COMPARES.has(metric) || options["value"] !== undefined) return;
  const without = prompts.find(({ expected }) => expected === undefined);
  if (without) {
    throw new InvalidInputError({
      message: `${name} has no answer to compare with`,
      remedy: `Write ${metric}=ANSWER, or give --expected, or \`expected\` with every prompt.`,
      details: { field: "expected", given: null, allowed: "the answer that is expected" },
    });
  }
  const word = prompts.find(({ expected }) => Number.isNaN(Number(expected)));
  if (metric === "number_rate" && word) {
    throw invalidDesign("expected", word.expected, "a number, for number_rate");
  }
}

const COMPARES: ReadonlySet<string> = new Set(["equals_rate", "contains_rate", "number_rate"]);

/** With one seed for all, every sample of a cell would be the same. */
function refuseOneSeed({ parameters, sweep = {}, cells = [], samples }: ExperimentDesign): void {
  const given = [parameters, sweep, ...cells.map((cell) => cell.parameters)].find(
    ({ seed }) => seed !== undefined && seed !== null,
  );
  if (!given || samples === 1) return;
  throw new InvalidInputError({
    message: `with seed ${JSON.stringify(given["seed"])} in every request all samples of a cell would be the same`,
    remedy: "Leave it out, or give --seed: every sample's own seed is made from that.",
    details: { field: "seed", given: given["seed"], allowed: "unset" },
  });
}

/** Throws on a check that even a perfect result could not pass at the planned n, or that names no metric. */
export function checkChecks(experiment: Experiment): void {
  const { checks, metrics } = experiment;
  for (const check of checks) {
    const request = requestNamed(metrics, check.metric);
    if (!request) {
      throw unmeasured("check", check.metric, metrics);
    }
    if (!request.metric.endsWith("_rate") && request.metric !== "exact_match") continue;
    refuseImpossible(check, request.metric, experiment);
  }
}

/** A decision about a metric that is not among those measured. */
export function unmeasured(
  field: string,
  given: string,
  metrics: readonly MetricRequest[],
): InvalidInputError {
  const names = metrics.map(({ name }) => name).join(", ");
  const known = metricTable.some(({ name }) => name === given);
  return invalidDesign(
    field,
    given,
    `a metric that is measured here: ${names}`,
    known ? `Measure it too: --metric ${given}.` : undefined,
  );
}

function refuseImpossible(check: Check, metric: string, experiment: Experiment): void {
  const written = `${check.metric} ${check.operator} ${check.value}`;
  const needed = samplesToPass(check, experiment.planned_looks > 1 ? ALPHA / MAX_LOOKS : ALPHA);
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
