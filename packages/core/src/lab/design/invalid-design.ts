import { InvalidInputError } from "../../error/errors.ts";

/** A refused part of a design: the field, what was given, what is allowed. */
export function invalidDesign(
  field: string,
  given: unknown,
  allowed: string,
  remedy = `Give ${field} as ${allowed}.`,
): InvalidInputError {
  return new InvalidInputError({
    message: `${field} is ${JSON.stringify(given)}, allowed is ${allowed}`,
    remedy,
    details: { field, given, allowed },
  });
}

/** Throws unless the value is a whole number of at least 1. */
export function requireWhole(field: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw invalidDesign(field, value, "a whole number of at least 1");
}
