import { InvalidInputError } from "@colloquy/core";

/** What a field must be; all bounds are inclusive unless said. */
export interface NumberRule {
  integer?: boolean;
  min?: number;
  max?: number;
  /** The value must be greater than this. */
  above?: number;
}

/** A request's numeric field, undefined when unset or null. Throws `InvalidInputError` when it is no such number. */
export function readNumber(
  request: Readonly<Record<string, unknown>>,
  name: string,
  rule: NumberRule = {},
): number | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  const fits =
    typeof value === "number" &&
    Number.isFinite(value) &&
    (!rule.integer || Number.isInteger(value)) &&
    value > (rule.above ?? Number.NEGATIVE_INFINITY) &&
    value >= (rule.min ?? Number.NEGATIVE_INFINITY) &&
    value <= (rule.max ?? Number.POSITIVE_INFINITY);
  if (!fits) throw wrongField(name, value, inWords(rule));
  return value;
}

/** A request's true-or-false field, undefined when unset or null. */
export function readBoolean(
  request: Readonly<Record<string, unknown>>,
  name: string,
): boolean | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw wrongField(name, value, "true or false");
  return value;
}

/** The error for a field that cannot be honoured as it stands. */
export function wrongField(name: string, given: unknown, allowed: string): InvalidInputError {
  return new InvalidInputError({
    message: `${name} is ${JSON.stringify(given)}, it must be ${allowed}`,
    code: "invalid_parameter",
    remedy: `Set ${name} to ${allowed}, or leave it out.`,
    details: { field: name, given, allowed },
  });
}

function inWords({ integer, min, max, above }: NumberRule): string {
  const kind = integer ? "a whole number" : "a number";
  if (above !== undefined) return `${kind} above ${above}`;
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  return max === undefined ? kind : `${kind} of at most ${max}`;
}
