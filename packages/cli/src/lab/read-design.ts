import {
  DEFAULT_SAMPLES,
  InvalidInputError,
  parseCheck,
  parseGoal,
  parseMetric,
  parseMetrics,
  requestNamed,
  parseSweep,
  requireParameters,
  type ExperimentDesign,
  type MetricRequest,
  type SweptValue,
} from "@colloquy/core";
import { readSchema } from "../ask/read-schema.ts";
import type { CommandContext } from "../context.ts";
import { findPreset } from "../parameters/find-preset.ts";
import { readAssignments } from "../parameters/read-assignments.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { isExperimentFile, readExperiment } from "./experiment-file.ts";
import { readCell, readPresetCells } from "./read-cells.ts";
import { pipedPrompt, readPrompts } from "./read-prompts.ts";

/** A design with what only the command line says of it. */
export interface ReadDesign {
  design: ExperimentDesign;
  /** `--race` without a number: the budget is chosen once the cells are known. */
  race: boolean;
}

const DEFAULT_METRICS = "distinct_answers,exact_match,length";

/** What an experiment that no file describes starts from. */
function empty(model: string): ExperimentDesign {
  return {
    prompts: [],
    models: [model],
    parameters: {},
    cells: [],
    samples: DEFAULT_SAMPLES,
    metrics: [],
  };
}

/** Reads the design out of an experiment file and flags; a flag wins over the file. */
export async function readDesign(
  context: CommandContext,
  input: CommandInput,
): Promise<ReadDesign> {
  const sources = [...input.list("file"), ...input.words.filter(isExperimentFile)];
  const experiments = sources.filter(isExperimentFile);
  if (experiments.length > 1) throw tooManyFiles(experiments);
  const [file] = experiments;
  const base =
    file === undefined
      ? empty(context.config.get("model"))
      : await readExperiment(context, file, { commands: input.flag("commands") });
  const preset = input.text("preset");
  const present = preset === undefined ? undefined : findPreset(preset, context.config.file);
  const system = input.text("system") ?? present?.system;
  const given = await readPrompts(context, {
    words: input.words.filter((word) => !isExperimentFile(word)),
    files: sources.filter((source) => !isExperimentFile(source)),
    system,
    expected: input.text("expected"),
  });
  const prompts =
    given.length > 0
      ? given
      : base.prompts.length > 0
        ? base.prompts
        : await pipedPrompt(context, system);
  if (prompts.length === 0) throw nothingToAsk();
  const { set, unset } = await readAssignments(input.list("option"), {
    cwd: context.cwd,
    force: input.flag("force"),
  });
  const kept = Object.entries({ ...base.parameters, ...present?.parameters, ...set });
  const race = raceOf(input);
  const decisions = decisionsOf(input, base);
  return {
    race: race === "chosen",
    design: {
      ...base,
      prompts,
      models: input.list("model").length > 0 ? input.list("model") : base.models,
      parameters: Object.fromEntries(kept.filter(([name]) => !unset.includes(name))),
      ...cellsOf(context, input, base),
      samples: input.count("samples") ?? base.samples,
      metrics: await metricsOf(context, input, { base, decisions }),
      ...decisions,
      ...(typeof race === "number" && {
        race: { ...base.race, budget: race, ...constraintsOf(input) },
      }),
    },
  };
}

function cellsOf(
  { config }: CommandContext,
  input: CommandInput,
  base: ExperimentDesign,
): Pick<ExperimentDesign, "sweep" | "cells"> {
  const swept = input.list("sweep").map((text) => parseSweep(text));
  const sweep: Record<string, readonly SweptValue[]> = { ...base.sweep };
  for (const { name, values } of swept) {
    for (const value of values) if (value !== null) requireParameters({ [name]: value });
    sweep[name] = values;
  }
  return {
    ...(Object.keys(sweep).length > 0 && { sweep }),
    cells: [
      ...(base.cells ?? []),
      ...input.list("cell").map((text) => readCell(text)),
      ...readPresetCells(input.list("presets"), config.file),
    ],
  };
}

async function metricsOf(
  { cwd }: CommandContext,
  input: CommandInput,
  { base, decisions }: { base: ExperimentDesign; decisions: Partial<ExperimentDesign> },
): Promise<readonly MetricRequest[]> {
  const given = input.list("metric").flatMap((text) => parseMetrics(text));
  const chosen = given.length > 0 ? given : base.metrics;
  const decisive = [...(decisions.checks ?? []), ...(decisions.goal ? [decisions.goal] : [])]
    .map(({ metric }) => metric)
    .filter((metric, index, all) => all.indexOf(metric) === index)
    .filter((metric) => !requestNamed(chosen, metric))
    .map((metric) => parseMetric(metric));
  const wanted = [...chosen, ...decisive];
  const named = wanted.length > 0 ? wanted : parseMetrics(DEFAULT_METRICS);
  const source = input.text("schema");
  if (source === undefined) return named;
  const schema = schemaIn(await readSchema(source, cwd));
  return named.map((request) =>
    request.metric === "valid_rate" && request.options?.["as"] === undefined
      ? { ...request, options: { ...request.options, schema } }
      : request,
  );
}

/** The schema inside a `response_format`. */
function schemaIn(format: unknown): unknown {
  if (typeof format !== "object" || format === null || !("json_schema" in format)) return format;
  const { json_schema: inner } = format;
  return typeof inner === "object" && inner !== null && "schema" in inner ? inner.schema : inner;
}

function decisionsOf(input: CommandInput, base: ExperimentDesign): Partial<ExperimentDesign> {
  const [name, question, baseline, goal] = ["name", "question", "baseline", "goal"].map((option) =>
    input.text(option),
  );
  const margins = input.list("margin");
  const checks = input.list("check").map((text) => parseCheck(text));
  const [seed, looks] = [input.count("seed"), input.count("looks")];
  return {
    ...(name !== undefined && { name: checkedName(name) }),
    ...(question !== undefined && { question }),
    ...(baseline !== undefined && { baseline }),
    ...(goal !== undefined && { goal: parseGoal(goal) }),
    ...(margins.length > 0 && { margin: marginOf(margins) }),
    ...(checks.length > 0 && { checks }),
    ...(seed !== undefined && { seed }),
    ...(looks !== undefined && { looks }),
    ...(base.race && { race: { ...base.race, ...constraintsOf(input) } }),
  };
}

function checkedName(name: string): string {
  if (name !== "last" && /^[^\s/\\]{1,100}$/.test(name)) return name;
  throw new InvalidInputError({
    message: `--name ${JSON.stringify(name)} cannot be a name`,
    remedy: "Choose one without white space and slashes, and not `last`, which means the newest.",
    details: { field: "name", given: name, allowed: "up to 100 characters, no white space" },
  });
}

/** `0.1` for the goal, or `METRIC=0.1` for any. */
function marginOf(texts: readonly string[]): number | Readonly<Record<string, number>> {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined && !only.includes("=")) return Number(only);
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.lastIndexOf("=");
      return [text.slice(0, Math.max(0, at)), Number(text.slice(at + 1))];
    }),
  );
}

function raceOf(input: CommandInput): number | "chosen" | undefined {
  if (input.flag("race")) return "chosen";
  return input.count("race");
}

function constraintsOf(input: CommandInput): Partial<NonNullable<ExperimentDesign["race"]>> {
  const constraints = input.list("constraint").map((text) => parseCheck(text));
  const samples = input.count("confirmationSamples");
  return {
    ...(constraints.length > 0 && { constraints }),
    ...(samples !== undefined && { confirmation_samples: samples }),
  };
}

/** The race a bare `--race` means: half the calls of the whole table, and no fewer than a race takes. */
export function chosenRace(
  input: CommandInput,
  { cells, calls }: { cells: number; calls: number },
): NonNullable<ExperimentDesign["race"]> {
  return { budget: Math.max(16 * cells, Math.ceil(calls / 2)), ...constraintsOf(input) };
}

function tooManyFiles(files: readonly string[]): InvalidInputError {
  return new InvalidInputError({
    message: `several experiments at once: ${files.join(", ")}`,
    remedy: "Run them one after the other. Prompts are texts or lines of a .jsonl file.",
    details: { field: "file", given: files, allowed: "one experiment file" },
  });
}

function nothingToAsk(): InvalidInputError {
  return new InvalidInputError({
    message: "there is no prompt to run",
    code: "empty_question",
    remedy:
      'For example: colloquy lab run "Write a haiku about rain." --sweep temperature=0,.7,1.5',
    details: { field: "prompts", given: [], allowed: "at least one prompt" },
  });
}
