import type { Parameters } from "../chat/request.ts";
import { InvalidInputError } from "../error/errors.ts";

/** What a number of the chain may be. */
export interface NumberRange {
  min?: number;
  max?: number;
  integer?: boolean;
}

/** A parameter's number, undefined when it is unset or null. Throws when it is something else. */
export function numberOf(
  parameters: Parameters,
  name: string,
  range: NumberRange = {},
): number | undefined {
  const given = parameters[name];
  if (given === undefined || given === null) return undefined;
  if (typeof given === "number" && isWithin(given, range)) return given;
  throw new InvalidInputError({
    message: `${name} is ${JSON.stringify(given)}, allowed is ${rangeInWords(range)}`,
    remedy: `Give ${name} as ${rangeInWords(range)}, or leave it unset.`,
    details: { field: name, given, allowed: rangeInWords(range) },
  });
}

function isWithin(value: number, { min, max, integer }: NumberRange): boolean {
  if (!Number.isFinite(value) || (integer && !Number.isInteger(value))) return false;
  return value >= (min ?? -Infinity) && value <= (max ?? Infinity);
}

function rangeInWords({ min, max, integer }: NumberRange): string {
  const what = integer ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${what} from ${min} to ${max}`;
  if (min !== undefined) return `${what} of at least ${min}`;
  return max === undefined ? what : `${what} of at most ${max}`;
}

/** The wire's `logit_bias` object: token id → number added to its logit. */
export function logitBiasOf(parameters: Parameters): ReadonlyMap<number, number> {
  const given = parameters["logit_bias"];
  if (given === undefined || given === null) return new Map();
  const entries = typeof given === "object" ? Object.entries(given) : [["", null] as const];
  return new Map(
    entries.map(([id, bias]) => {
      const value: unknown = bias;
      if (/^\d+$/.test(id) && typeof value === "number" && Number.isFinite(value)) {
        return [Number(id), value];
      }
      throw new InvalidInputError({
        message: `logit_bias holds ${JSON.stringify(id)}: ${JSON.stringify(value)}`,
        remedy: 'Give token ids with numbers, as in {"1234": -100}.',
        details: { field: "logit_bias", given, allowed: "an object of token id → number" },
      });
    }),
  );
}
