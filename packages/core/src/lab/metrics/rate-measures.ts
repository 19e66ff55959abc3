import { InvalidInputError } from "../../error/errors.ts";
import type { ExperimentPrompt } from "../experiment.ts";
import { rate } from "../kinds/rate.ts";
import { bySample, type CodeLanguage, type Measure, type MetricTools } from "./measure.ts";
import type { Observation } from "./observation.ts";
import { codeIn, lastNumber, parsedJson } from "./text-features.ts";

type Options = Readonly<Record<string, unknown>>;

/** A rate of answers that pass a test; failed calls do not pass. */
function share(
  test: (
    text: string,
    prompt: ExperimentPrompt,
    observation: Observation,
  ) => boolean | Promise<boolean>,
): Measure<number> {
  return bySample<number>({
    kind: rate,
    bounds: [0, 1],
    textual: true,
    failed: 0,
    show: (value) => value,
    sample: async (observation, prompt) =>
      (await test(observation.text, prompt, observation)) ? 1 : 0,
  });
}

/** Valid as JSON or by a JSON schema, a code fence around it allowed; or as code: the first block, or all of it. */
export function validRate(options: Options, tools: MetricTools): Measure<number> {
  const as = options["as"] ?? (options["schema"] === undefined ? "json" : "json_schema");
  if (as === "json") return share((text) => parsedJson(text) !== undefined);
  if (as === "json_schema") return schemaRate(options["schema"], tools);
  const language = (["js", "ts", "python"] as const).find((each) => each === as);
  if (language) return parseRate(language, tools);
  throw invalid("as", as, "json, json_schema, js, ts or python");
}

function schemaRate(schema: unknown, tools: MetricTools): Measure<number> {
  if (typeof schema !== "object" || schema === null) {
    throw invalid("schema", schema, "a JSON schema (an object)");
  }
  if (!tools.compileSchema) throw missing("json_schema", "a JSON schema validator");
  const test = tools.compileSchema(schema);
  return share((text) => {
    const parsed = parsedJson(text);
    return parsed !== undefined && test(parsed.value);
  });
}

function parseRate(language: CodeLanguage, tools: MetricTools): Measure<number> {
  const { parses } = tools;
  if (!parses || !tools.languages?.includes(language)) {
    throw missing(language, `a parser for ${language}`);
  }
  return share((text) => parses(language, codeIn(text)));
}

/** Equal to the expected answer, white space around it and case apart. */
export function equalsRate(options: Options): Measure<number> {
  return share((text, prompt) => folded(text) === folded(expectedText(options, prompt)));
}

/** Contains the expected text, case apart. */
export function containsRate(options: Options): Measure<number> {
  return share((text, prompt) => folded(text).includes(folded(expectedText(options, prompt))));
}

/** Matches a regular expression, given as `pattern` or `/pattern/flags`. */
export function regexRate(options: Options): Measure<number> {
  const given = options["pattern"];
  const [, body, flags] = /^\/(.*)\/([a-z]*)$/s.exec(String(given)) ?? [];
  if (typeof given !== "string" || given === "") {
    throw invalid("pattern", given, "a regular expression");
  }
  try {
    const pattern = new RegExp(body ?? given, (flags ?? "u").replaceAll(/[gy]/g, ""));
    return share((text) => pattern.test(text));
  } catch (cause) {
    throw invalid("pattern", given, "a regular expression", cause);
  }
}

/** The last number in the answer lies within `tolerance` of the expected one. */
export function numberRate(options: Options): Measure<number> {
  const tolerance = options["tolerance"] ?? 0;
  if (typeof tolerance !== "number" || !(tolerance >= 0)) {
    throw invalid("tolerance", tolerance, "a number of at least 0");
  }
  return share((text, prompt) => {
    const expected = Number(options["value"] ?? prompt.expected ?? NaN);
    if (Number.isNaN(expected)) throw invalid("value", options["value"], "a number");
    const found = lastNumber(text);
    return found !== null && Math.abs(found - expected) <= tolerance;
  });
}

/** A command of the person's, given the answer on standard input, exits with 0. */
export function commandRate(options: Options, tools: MetricTools): Measure<number> {
  const { command } = options;
  if (typeof command !== "string" || command.trim() === "") {
    throw invalid("command", command, "a command line");
  }
  const { runCommand } = tools;
  if (!runCommand) throw missing("command", "leave to run commands");
  return share(async (text) => (await runCommand(command, text)) === 0);
}

/** Cut off by the token limit. A failed call counts as cut: nothing whole came of it. */
export function truncatedRate(): Measure<number> {
  return bySample<number>({
    kind: rate,
    bounds: [0, 1],
    textual: true,
    failed: 1,
    show: (value) => value,
    sample: ({ result }) => (result.completion?.choices[0]?.finish_reason === "length" ? 1 : 0),
  });
}

/** Calls without an answer after all retries. */
export function failureRate(): Measure<number> {
  return bySample<number>({
    kind: rate,
    bounds: [0, 1],
    textual: false,
    failed: 1,
    show: (value) => value,
    sample: () => 0,
  });
}

const folded = (text: string): string => text.normalize("NFC").trim().toLowerCase();

function expectedText(options: Options, prompt: ExperimentPrompt): string {
  const expected = options["value"] ?? prompt.expected;
  if (typeof expected === "string" || typeof expected === "number") return String(expected);
  throw invalid("value", expected, "a text, here or as `expected` of the prompt");
}

function invalid(
  field: string,
  given: unknown,
  allowed: string,
  cause?: unknown,
): InvalidInputError {
  return new InvalidInputError(
    {
      message: `${field} of the metric is ${JSON.stringify(given) ?? "missing"}, allowed is ${allowed}`,
      remedy: `Give ${field} as ${allowed}.`,
      details: { field, given: given ?? null, allowed },
    },
    { cause },
  );
}

function missing(what: string, need: string): InvalidInputError {
  return new InvalidInputError({
    message: `validity as ${what} needs ${need}, and there is none here`,
    remedy: "Install it, or choose another metric.",
    details: { field: "metric", given: what, allowed: "what is installed" },
  });
}
