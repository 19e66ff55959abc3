import { isWireObject } from "./wire-value.ts";

/** Fields that name a thing: a later piece says them again, it does not continue them. */
const NAMES: ReadonlySet<string> = new Set(["id", "type", "role", "name", "index", "format"]);

/**
 * Joins what has come of a field with its next piece, without knowing the field: text and lists grow,
 * objects are joined field by field, anything else is replaced, and null never hides a value.
 */
export function mergeValue(key: string, had: unknown, piece: unknown): unknown {
  if (piece === null || piece === undefined) return had === undefined ? piece : had;
  if (typeof piece === "string") {
    if (typeof had !== "string") return piece;
    return NAMES.has(key) ? piece || had : had + piece;
  }
  if (Array.isArray(piece)) return Array.isArray(had) ? [...had, ...piece] : piece;
  return isWireObject(piece) && isWireObject(had) ? mergeObjects(had, piece) : piece;
}

function mergeObjects(had: object, piece: object): object {
  const fields = new Map<string, unknown>(Object.entries(had));
  for (const [key, value] of Object.entries(piece)) {
    fields.set(key, mergeValue(key, fields.get(key), value));
  }
  return Object.fromEntries(fields);
}
