import type { Parameters } from "../chat/request.ts";
import type { ErrorRecord } from "../error/error-record.ts";
import { errorRecord, InvalidInputError } from "../error/errors.ts";
import { describeType } from "./describe-type.ts";
import { fitsParameter } from "./fits-type.ts";
import { nearestName } from "./nearest-name.ts";
import type { ParameterSpec } from "./parameter-spec.ts";
import { parameterSpec, parameterTable } from "./parameter-table.ts";

/** `force` lets pass what the table does not know or would refuse: a model may allow more than it says. */
export interface CheckOptions {
  force?: boolean;
}

/**
 * What is wrong with one parameter, or undefined: not in the table (with the nearest name), out of range
 * (with the range), or part of the request itself (`model`, `messages`, …), which no force lets pass.
 */
export function checkParameter(
  name: string,
  value: unknown,
  { force = false }: CheckOptions = {},
): ErrorRecord | undefined {
  const spec = parameterSpec(name);
  if (spec?.instead) return partOfRequest(spec, value);
  if (force) return undefined;
  if (!spec) return unknownParameter(name, value);
  return fitsParameter(spec, value) ? undefined : misfit(spec, value);
}

/** What is wrong with a set of parameters, in their order; an empty list when nothing is. */
export function checkParameters(
  parameters: Parameters,
  options: CheckOptions = {},
): readonly ErrorRecord[] {
  return Object.entries(parameters).flatMap(
    ([name, value]) => checkParameter(name, value, options) ?? [],
  );
}

/** Throws `InvalidInputError` when something is wrong with a set of parameters; it names all of it. */
export function requireParameters(parameters: Parameters, options: CheckOptions = {}): void {
  const [first, ...others] = checkParameters(parameters, options);
  if (!first) return;
  throw new InvalidInputError({
    ...first,
    message: [first, ...others].map(({ message }) => message).join("; "),
    ...(others.length > 0 && { remedy: "Correct them, or send them as they are with --force." }),
  });
}

/** A parameter's value that cannot be taken, with what would be. */
export function misfit(spec: ParameterSpec, given: unknown): ErrorRecord {
  const allowed = describeType(spec.type);
  return errorRecord("invalid_input", {
    message: `${spec.name} is ${shown(given)}, it must be ${allowed}`,
    code: "invalid_parameter",
    remedy: `\`colloquy explain ${spec.name}\` tells what it does; --force sends it as it is.`,
    details: { field: spec.name, given, allowed },
  });
}

/** The parameter that a word most likely means: by another program's word for it, else by spelling. */
export function nearestParameter(word: string): string | undefined {
  const given = word.toLowerCase();
  const meant = parameterTable.find(({ also }) => also?.includes(given));
  const names = parameterTable.map((spec) => spec.name);
  return meant?.name ?? nearestName(given, names);
}

function unknownParameter(name: string, given: unknown): ErrorRecord {
  const names = parameterTable.map((spec) => spec.name);
  const nearest = nearestParameter(name);
  return errorRecord("invalid_input", {
    message: `no parameter ${JSON.stringify(name)}${nearest ? `; did you mean ${nearest}?` : ""}`,
    code: "unknown_parameter",
    remedy: "`colloquy parameters` lists them; --force sends one the table does not know.",
    details: { field: name, given, allowed: names, ...(nearest && { nearest }) },
  });
}

function partOfRequest({ name, instead }: ParameterSpec, given: unknown): ErrorRecord {
  return errorRecord("invalid_input", {
    message: `${name} is part of the request itself and no parameter to set`,
    code: "reserved_parameter",
    remedy: `Use ${instead}.`,
    details: { field: name, given, allowed: instead },
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
