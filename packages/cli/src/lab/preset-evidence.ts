import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { EXPERIMENT_VERSION, InvalidInputError, parseJson, presets } from "@colloquy/core";

/** What was measured of a preset: an experiment file, and its result with model and date. */
export interface PresetEvidence {
  preset: string;
  /** Path of the experiment file. */
  file: string;
  model: string;
  /** ISO 8601 UTC. */
  at: string;
  question: string;
  answer: readonly string[];
  notes: readonly string[];
  scope: string;
  prompts: number;
  samples_per_prompt: number;
  cells: readonly EvidenceCell[];
}

export interface EvidenceCell {
  label: string;
  parameters: Readonly<Record<string, unknown>>;
  metrics: Readonly<
    Record<
      string,
      { value: number | null; interval: readonly [number, number | null] | null; n: number }
    >
  >;
}

/** Where the committed experiments lie, from the sources and from the bundle alike. */
function folder(): string {
  const places = ["../evidence/", "../../evidence/"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(`${place}chatbot.yaml`));
  if (found !== undefined) return found;
  throw new InvalidInputError({
    message: "the experiments of the presets are not here",
    remedy: "They lie in packages/cli/evidence of the repository: install again.",
  });
}

/** The presets that have evidence, those named or all. Throws `InvalidInputError` on another name. */
export function evidencePresets(names: readonly string[]): readonly string[] {
  const all = presets.map(({ name }) => name);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return names.length > 0 ? names : all;
  throw new InvalidInputError({
    message: `nothing was measured of ${JSON.stringify(unknown)}`,
    remedy: `There is evidence of ${all.join(", ")}. Your own: colloquy lab run "…" --presets NAME.`,
    details: { field: "preset", given: unknown, allowed: all },
  });
}

/** Path of a preset's experiment file. */
export const evidenceFile = (preset: string): string => `${folder()}${preset}.yaml`;

/** Reads the committed result of a preset. Throws `InvalidInputError` for a file of another version. */
export async function readEvidence(preset: string): Promise<PresetEvidence> {
  const file = `${folder()}${preset}.result.json`;
  return evidenceOf(preset, parseJson(await readFile(file, "utf8"), { source: file }));
}

/** A result, as `lab run --json` prints it, as evidence. Throws `InvalidInputError` for another version. */
export function evidenceOf(preset: string, value: unknown): PresetEvidence {
  const version =
    typeof value === "object" && value !== null && "version" in value ? value.version : null;
  if (version !== EXPERIMENT_VERSION)
    throw new InvalidInputError({
      message: `the result of ${preset} is of version ${JSON.stringify(version)}, this is ${EXPERIMENT_VERSION}`,
      code: "other_version",
      remedy: "Measure it again: colloquy presets evidence --run -m MODEL.",
      details: { field: "version", given: version, allowed: EXPERIMENT_VERSION },
    });
  const result = value as ResultFile;
  return {
    preset,
    file: evidenceFile(preset),
    model: result.cells[0]?.model ?? "",
    at: result.created_at,
    question: result.question,
    answer: result.answer,
    notes: result.notes,
    scope: result.scope,
    prompts: result.prompts,
    samples_per_prompt: result.samples_per_prompt,
    cells: result.cells,
  };
}

type ResultFile = Omit<PresetEvidence, "preset" | "file" | "model" | "at"> & {
  created_at: string;
  cells: readonly (EvidenceCell & { model: string })[];
};
