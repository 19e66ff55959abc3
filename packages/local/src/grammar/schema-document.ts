import { InvalidInputError } from "@colloquy/core";

export type Schema = Readonly<Record<string, unknown>>;

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
      const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      found = typeof found === "object" && found ? (found as Schema)[key] : undefined;
    }
    if (found === undefined) throw invalidSchema(at, `${reference} leads nowhere`);
    return found;
  }

  /** `allOf` folded into the schema it stands in: keywords side by side, properties and required together. */
  merged(schema: Schema, at: string): Schema {
    const { allOf, ...rest } = schema;
    if (!Array.isArray(allOf)) return schema;
    let merged: Schema = rest;
    for (const part of allOf as readonly unknown[]) {
      const reference = (part as Schema | null)?.["$ref"];
      const one = (typeof reference === "string" ? this.resolve(reference, at) : part) as Schema;
      const resolved = this.merged(one, at);
      merged = {
        ...merged,
        ...resolved,
        ...together(merged, resolved, "properties", (a, b) => ({ ...a, ...b })),
        ...together(merged, resolved, "required", (a, b) => [
          ...(a as unknown[]),
          ...(b as unknown[]),
        ]),
      };
    }
    return merged;
  }
}

function together(
  one: Schema,
  other: Schema,
  key: string,
  join: (one: object, other: object) => unknown,
): Schema {
  const [a, b] = [one[key], other[key]];
  return typeof a === "object" && a && typeof b === "object" && b ? { [key]: join(a, b) } : {};
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
