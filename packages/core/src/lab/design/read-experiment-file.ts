import { readMessage } from "../../chat/read-completion.ts";
import type { ChatMessage } from "../../chat/message.ts";
import { presets as ownPresets, type Preset } from "../../parameter/presets.ts";
import { EXPERIMENT_VERSION, type Goal, type MetricRequest } from "../experiment.ts";
import { parseCheck } from "../inference/check.ts";
import { metricRow, parseMetric } from "../metrics/metric-request.ts";
import { presetCell } from "./cells.ts";
import type { DesignCell, DesignPrompt, ExperimentDesign, RaceRequest } from "./design.ts";
import { experimentFileSchema } from "./experiment-file-schema.ts";
import { FieldReader } from "./field-reader.ts";
import { invalidDesign } from "./invalid-design.ts";

const FIELDS = Object.keys(experimentFileSchema.properties);

/** Samples for each prompt and cell where nobody says how many. */
export const DEFAULT_SAMPLES = 16;

export interface ReadExperimentOptions {
  /** Model where the file names none. */
  model: string;
  /** Presets the file may name. */
  presets?: readonly Preset[];
}

/** A parsed experiment file as a design. Throws `InvalidInputError` with the field, what is there, what may be. */
export function readExperimentFile(
  value: unknown,
  { model, presets = ownPresets }: ReadExperimentOptions,
): ExperimentDesign {
  const file = new FieldReader(value);
  file.only(FIELDS);
  if (file.get("version") !== EXPERIMENT_VERSION) {
    throw invalidDesign("version", file.get("version") ?? null, String(EXPERIMENT_VERSION));
  }
  const [name, question, baseline] = [
    file.text("name"),
    file.text("question"),
    file.text("baseline"),
  ];
  const [seed, looks] = [file.number("seed"), file.number("looks")];
  const sweep = readSweep(file.object("sweep"));
  const goal = file.text("goal");
  const margin = readMargin(file);
  const race = readRace(file.object("race"));
  return {
    ...(name === undefined ? {} : { name }),
    ...(question === undefined ? {} : { question }),
    prompts: readPrompts(file),
    models: file.texts("models") ?? [model],
    parameters: file.object("parameters")?.settings() ?? {},
    ...(sweep ? { sweep } : {}),
    cells: [...readCells(file), ...readPresets(file, presets)],
    ...(baseline === undefined ? {} : { baseline }),
    samples: file.number("samples") ?? DEFAULT_SAMPLES,
    ...(seed === undefined ? {} : { seed }),
    metrics: readMetrics(file),
    ...(goal === undefined ? {} : { goal: parseGoal(goal) }),
    ...(margin === undefined ? {} : { margin }),
    checks: (file.texts("checks") ?? []).map((check) => parseCheck(check)),
    ...(looks === undefined ? {} : { looks }),
    ...(race ? { race } : {}),
  };
}

/** Reads `valid_rate:max`. */
export function parseGoal(text: string): Goal {
  const at = text.lastIndexOf(":");
  const direction = text.slice(at + 1);
  if (at > 0 && (direction === "max" || direction === "min")) {
    return { metric: text.slice(0, at), direction };
  }
  throw invalidDesign("goal", text, "METRIC:max or METRIC:min");
}

function readPrompts(file: FieldReader): readonly DesignPrompt[] {
  const system = file.text("system");
  const asked = (prompt: string): readonly ChatMessage[] => [
    ...(system === undefined ? [] : [{ role: "system", content: system } as const]),
    { role: "user", content: prompt },
  ];
  return (file.list("prompts") ?? []).map((each, index) => {
    if (typeof each === "string") return { messages: asked(each) };
    const reader = new FieldReader(each, `prompts[${index}]`);
    reader.only(["prompt", "messages", "label", "expected"]);
    const [prompt, label] = [reader.text("prompt"), reader.text("label")];
    const messages = reader.list("messages")?.map((message) => readMessage(message));
    if ((prompt === undefined) === (messages === undefined)) {
      throw invalidDesign(`prompts[${index}]`, each, "either prompt or messages");
    }
    const expected = reader.get("expected");
    if (expected !== undefined && typeof expected !== "string" && typeof expected !== "number") {
      throw invalidDesign(reader.path("expected"), expected, "a text or a number");
    }
    return {
      messages: messages ?? asked(prompt ?? ""),
      ...(label === undefined ? {} : { label }),
      ...(expected === undefined ? {} : { expected }),
    };
  });
}

function readSweep(sweep: FieldReader | undefined): ExperimentDesign["sweep"] {
  if (!sweep) return undefined;
  return Object.fromEntries(
    Object.keys(sweep.settings()).map((name) => {
      const values = sweep.list(name) ?? [];
      if (values.length === 0) throw invalidDesign(sweep.path(name), values, "a list of values");
      return [name, values.map((value) => (value === "unset" ? null : value))];
    }),
  );
}

function readCells(file: FieldReader): readonly DesignCell[] {
  return (file.list("cells") ?? []).map((each, index) => {
    const cell = new FieldReader(each, `cells[${index}]`);
    cell.only(["label", "parameters"]);
    const label = cell.text("label");
    return {
      ...(label === undefined ? {} : { label }),
      parameters: cell.object("parameters")?.settings() ?? {},
    };
  });
}

function readPresets(file: FieldReader, presets: readonly Preset[]): readonly DesignCell[] {
  return (file.texts("presets") ?? []).map((name) => {
    const preset = presets.find((each) => each.name === name);
    if (preset) return presetCell(preset);
    throw invalidDesign("presets", name, presets.map((each) => each.name).join(", "));
  });
}

function readMetrics(file: FieldReader): readonly MetricRequest[] {
  return (file.list("metrics") ?? []).map((each, index) => {
    if (typeof each === "string") return parseMetric(each);
    const reader = new FieldReader(each, `metrics[${index}]`);
    const metric = metricRow(reader.text("metric") ?? "").name;
    const options = Object.fromEntries(
      Object.entries(reader.settings()).filter(([key]) => key !== "metric" && key !== "name"),
    );
    return { name: reader.text("name") ?? metric, metric, options };
  });
}

function readMargin(file: FieldReader): ExperimentDesign["margin"] {
  const given = file.get("margin");
  if (given === undefined || typeof given === "number") return given;
  const margins = new FieldReader(given, "margin");
  return Object.fromEntries(
    Object.keys(margins.settings()).map((name) => [name, margins.number(name) ?? NaN]),
  );
}

function readRace(race: FieldReader | undefined): RaceRequest | undefined {
  if (!race) return undefined;
  race.only(["budget", "constraints", "confirmation_samples"]);
  const samples = race.number("confirmation_samples");
  return {
    budget: race.number("budget") ?? NaN,
    constraints: (race.texts("constraints") ?? []).map((check) => parseCheck(check)),
    ...(samples === undefined ? {} : { confirmation_samples: samples }),
  };
}
