import { InvalidInputError } from "../error/errors.ts";
import type { ExperimentData } from "./experiment-store.ts";
import { EXPERIMENT_VERSION } from "./experiment.ts";

const PARTS = ["experiment", "samples", "results", "looks"] as const;

/**
 * An exported experiment as it was read from a file. Throws `InvalidInputError` when it is none, is of another
 * version, or holds results of samples that were never planned.
 */
export function readExperimentData(value: unknown): ExperimentData {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw notAnExport("file", typeof value, "an object");
  }
  const data = value as ExperimentData;
  const missing = PARTS.find((part) => typeof data[part] !== "object" || data[part] === null);
  if (missing) throw notAnExport(missing, data[missing] ?? null, "the exported record");
  const version: unknown = data.experiment.version;
  if (version !== EXPERIMENT_VERSION) {
    throw notAnExport("experiment.version", version ?? null, `version ${EXPERIMENT_VERSION}`);
  }
  const planned = new Set(data.samples.map(({ id }) => id));
  const stray = data.results.find(({ sample_id }) => !planned.has(sample_id));
  if (stray) throw notAnExport("results", stray.sample_id, "results of planned samples");
  return data;
}

function notAnExport(field: string, given: unknown, allowed: string): InvalidInputError {
  return new InvalidInputError({
    message: `this is no experiment's export: ${field} is ${JSON.stringify(given)}, allowed is ${allowed}`,
    remedy: "Export it again with this version of Colloquy, or use the version it was written by.",
    details: { field, given, allowed },
  });
}
