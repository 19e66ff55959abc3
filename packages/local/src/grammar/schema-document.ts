import { InvalidInputError } from "@colloquy/core";

export type Schema = Readonly<Record<string, unknown>>;

/** Keywords that say something about a schema and nothing about what fits it. */
export const annotations: ReadonlySet<string> = new Set(
  "$schema $id $anchor $comment $defs definitions title description default examples deprecated readOnly writeOnly".split(
    " ",
  ),
);

/** Told of a keyword that two schemas which both hold give different values: only one of them is kept. */
type Conflict = (keyword: string) => void;

/** A schema and the places in it that its own parts refer to. */
export class SchemaDocument {
  readonly #root: unknown;

  constructor(root: unknown) {
    this.#root = root;
  }

  /** What a reference such as `#/$defs/name` stands for. */
  resolve(reference: string, at: string): unknown {
    if (!reference.startsWith("#")) throw invalidSchema(at, `${reference} is not in this document`);
    let found = this.#root;
    for (const part of reference.split("/").slice(1)) {
      const key = unescaped(part);
      found = typeof found === "object" && found ? (found as Schema)[key] : undefined;
    }
    if (found === undefined) throw invalidSchema(at, `${reference} leads nowhere`);
    return found;
  }

  /**
   * `allOf`, and a `$ref` with other keywords beside it, folded into one schema. `through` are the references
   * that led here.
   */
  merged(schema: Schema, at: string, conflict: Conflict, through: readonly string[] = []): Schema {
    const { allOf, $ref, ...rest } = schema;
    const alone = Object.keys(rest).every((keyword) => annotations.has(keyword));
    if (allOf === undefined && ($ref === undefined || alone)) return schema;
    const parts = [...($ref === undefined ? [] : [{ $ref }]), ...listOf(allOf, "allOf", at)];
    let merged: Schema = rest;
    for (const part of parts)
      merged = joined(merged, this.#part(part, at, conflict, through), conflict);
    return merged;
  }

  #part(part: unknown, at: string, conflict: Conflict, through: readonly string[]): Schema {
    if (part === true) return {};
    const schema = schemaOf(part, at);
    const reference = schema["$ref"];
    if (typeof reference !== "string") return this.merged(schema, at, conflict, through);
    if (through.includes(reference)) throw invalidSchema(at, `${reference} leads to itself`);
    const path = [...through, reference];
    const { $ref: _, ...beside } = schema;
    const target = this.#part(this.resolve(reference, at), at, conflict, path);
    return joined(target, this.merged(beside, at, conflict, path), conflict);
  }
}

/** A schema that both must fit. */
function joined(one: Schema, other: Schema, conflict: Conflict): Schema {
  const both: Record<string, unknown> = { ...one };
  for (const [keyword, value] of Object.entries(other))
    both[keyword] =
      keyword in one && !annotations.has(keyword)
        ? joinedKeyword(keyword, one[keyword], value, conflict)
        : value;
  return both;
}

function joinedKeyword(keyword: string, one: unknown, other: unknown, conflict: Conflict): unknown {
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (keyword === "required" && Array.isArray(one) && Array.isArray(other))
    return [...new Set([...(one as unknown[]), ...(other as unknown[])])];
  if (keyword === "properties" && isObject(one) && isObject(other)) return bothOf(one, other);
  if (typeof one === "number" && typeof other === "number") {
    if (/^(?:exclusiveM|m)in/.test(keyword)) return Math.max(one, other);
    if (/^(?:exclusiveM|m)ax/.test(keyword)) return Math.min(one, other);
  }
  if (keyword === "additionalProperties" && (one === false || other === false)) return false;
  conflict(keyword);
  return one;
}

function bothOf(one: Schema, other: Schema): Schema {
  const both: Record<string, unknown> = { ...one };
  for (const [name, schema] of Object.entries(other))
    both[name] = name in one ? { allOf: [one[name], schema] } : schema;
  return both;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return part;
  }
}

/** A value as a schema with keywords; an error when it is none, or one that nothing fits. */
export function schemaOf(value: unknown, at: string): Schema {
  if (isObject(value)) return value;
  throw invalidSchema(at, value === false ? "nothing fits the schema false" : "this is no schema");
}

/** A keyword's list, empty when it is not there; an error when it is something else. */
export function listOf(value: unknown, keyword: string, at: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw invalidSchema(at, `${keyword} must be a list`);
}

/** The error for a schema that is none, or that nothing fits. */
export function invalidSchema(at: string, message: string): InvalidInputError {
  return new InvalidInputError({
    message: `the JSON schema at ${at}: ${message}`,
    code: "invalid_schema",
    remedy: "Correct the schema in response_format.",
    details: { field: "response_format", given: at, allowed: "a JSON schema" },
  });
}
