import { InvalidInputError } from "../error/errors.ts";
import { parseJson } from "../json/parse-json.ts";
import { misfit, type CheckOptions } from "./check-parameters.ts";
import type { ParameterSpec, ParameterType } from "./parameter-spec.ts";
import { parameterSpec } from "./parameter-table.ts";

/**
 * Reads a value as typed, by the parameter's type: number, true/false (yes, on, 1 …), text, JSON for lists
 * and objects. Range and name are `checkParameter`'s business; this only refuses, as `InvalidInputError`,
 * a text that is no such value at all. With `force`, or for a name the table does not know, what is no
 * value of the type is JSON if it can be read as such, else text.
 */
export function readParameterValue(
  name: string,
  text: string,
  { force = false }: CheckOptions = {},
): unknown {
  const spec = parameterSpec(name);
  if (!spec) return jsonOrText(text);
  if (spec.nullable && text.trim() === "null") return null;
  try {
    return readAs(spec, text);
  } catch (error) {
    if (force && error instanceof InvalidInputError) return jsonOrText(text);
    throw error;
  }
}

function readAs(spec: ParameterSpec, text: string): unknown {
  const { type } = spec;
  switch (type.kind) {
    case "number":
    case "integer":
      return readNumber(spec, text);
    case "boolean":
      return readSwitch(spec, text);
    case "text":
      return text;
    case "texts":
      return readTexts(type, spec.name, text);
    case "numbers":
      return readJson(spec.name, text);
    case "json":
      return type.words && !/^\s*[[{]/.test(text) ? text.trim() : readJson(spec.name, text);
  }
}

function readNumber(spec: ParameterSpec, text: string): number {
  const plain = text.trim().replace(/^[\u2212\u2013]/, "-");
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain)) throw refused(spec, text);
  return Number(plain);
}

const SWITCH: ReadonlyMap<string, boolean> = new Map([
  ...["true", "yes", "on", "1"].map((word) => [word, true] as const),
  ...["false", "no", "off", "0"].map((word) => [word, false] as const),
]);

function readSwitch(spec: ParameterSpec, text: string): boolean {
  const value = SWITCH.get(text.trim().toLowerCase());
  if (value === undefined) throw refused(spec, text);
  return value;
}

/** A JSON list or text is read as such; any other text stands for itself, or for a list of it alone. */
function readTexts(
  { orText }: Extract<ParameterType, { kind: "texts" }>,
  name: string,
  text: string,
): unknown {
  if (/^\s*\[\s*(?:"|\])/.test(text)) return readJson(name, text);
  const quoted = /^\s*".*"\s*$/s.test(text) ? jsonOrText(text) : text;
  const one = typeof quoted === "string" ? quoted : text;
  return orText ? one : one.split(",").map((part) => part.trim());
}

function readJson(name: string, text: string): unknown {
  return parseJson(text, { source: name });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function refused(spec: ParameterSpec, text: string): InvalidInputError {
  return new InvalidInputError(misfit(spec, text));
}
