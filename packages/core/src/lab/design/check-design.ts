import type { Experiment } from "../experiment.ts";
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
export function checkChecks({
  checks,
  metrics,
  cells,
  prompts,
  samples_per_prompt,
}: Experiment): void {
  for (const check of checks) {
    const request = requestNamed(metrics, check.metric);
    if (!request)
      throw invalidDesign("check", check.metric, metrics.map(({ name }) => name).join(", "));
    if (!request.metric.endsWith("_rate") && request.metric !== "exact_match") continue;
    const needed = samplesToPass(check);
    const planned = Math.min(
      ...cells.map((cell) => prompts.length * (isDeterministic(cell) ? 1 : samples_per_prompt)),
    );
    const effective = request.metric === "exact_match" ? Math.floor(planned / 2) : planned;
    if (needed !== null && needed <= effective) continue;
    throw invalidDesign(
      "check",
      `${check.metric} ${check.operator} ${check.value}`,
      needed === null
        ? "a limit that some result could prove"
        : `at least ${needed} effective samples`,
      needed === null
        ? "No number of samples proves this limit; choose one inside 0 to 1."
        : `Even a perfect result could not pass with ${effective} effective samples a cell; it takes ${needed}.`,
    );
  }
}
