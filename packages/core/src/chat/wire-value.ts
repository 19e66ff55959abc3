/** A JSON object whose fields nobody has looked at yet. */
export type WireObject = { readonly [key: string]: unknown };

/** Whether a JSON value is an object, not null and not a list. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is a string, else "". */
export function textOr(value: unknown, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

/** The value if it is a finite number, else the other one. */
export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

/** A reason that says something: null for null, "" and anything that is not text. */
export function reasonOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Some servers give an error as bare text: then its message is all there is. */
export function readTextError(error: unknown): { error?: { message: string } } {
  return typeof error === "string" ? { error: { message: error } } : {};
}
