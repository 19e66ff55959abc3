import { arrayRule } from "./array-rule.ts";
import { enumeration } from "./enumeration.ts";
import { grammarText } from "./json-rules.ts";
import { numberRule } from "./number-rule.ts";
import { objectRule } from "./object-rule.ts";
import type { RuleWriter } from "./rule-writer.ts";
import {
  annotations,
  invalidSchema,
  listOf,
  SchemaDocument,
  schemaOf,
  type Schema,
} from "./schema-document.ts";
import { stringRule } from "./string-rule.ts";
import { UnenforcedKeywords } from "./unenforced-keywords.ts";

export interface SchemaGrammar {
  /** In llama.cpp's notation. Whatever it lets through is JSON and, but for `unenforced`, fits the schema. */
  grammar: string;
  /** Keywords, by their path, that a grammar cannot hold the model to. */
  unenforced: readonly string[];
}

/** A JSON schema as a grammar. Throws `InvalidInputError` for a schema that is none or that nothing fits. */
export function schemaGrammar(schema: unknown): SchemaGrammar {
  const writer = new SchemaWriter(schema);
  const root = writer.rule(schema, "#");
  return { grammar: grammarText(root, writer.rules), unenforced: writer.unenforced.paths };
}

class SchemaWriter implements RuleWriter {
  readonly rules = new Map<string, string>();
  readonly unenforced = new UnenforcedKeywords();
  readonly #document: SchemaDocument;
  readonly #references = new Map<string, string>();

  constructor(root: unknown) {
    this.#document = new SchemaDocument(root);
  }

  /** The right-hand side for a schema; `at` is where it stands, for messages. */
  rule(schema: unknown, at: string): string {
    if (schema === true) return "value";
    const given = this.#document.merged(schemaOf(schema, at), at, (keyword) =>
      this.unenforced.add(`${at}/${keyword}`),
    );
    if (typeof given["$ref"] === "string") return this.#reference(given["$ref"], at);
    if ("const" in given) return this.#fixed(given, "const", [given["const"]], at);
    if ("enum" in given) return this.#fixed(given, "enum", listOf(given["enum"], "enum", at), at);
    for (const keyword of ["anyOf", "oneOf"])
      if (keyword in given) return this.#alternatives(given, keyword, at);
    return this.#typed(given, at);
  }

  /** The values a schema lists, those of its type where it names one too. */
  #fixed(schema: Schema, keyword: string, values: readonly unknown[], at: string): string {
    this.unenforced.leftOut(schema, ["type", keyword], at);
    return enumeration(
      values.filter((value) => isOfType(value, schema["type"])),
      at,
    );
  }

  /** One of several schemas, together with what stands beside them. */
  #alternatives(schema: Schema, keyword: string, at: string): string {
    const { [keyword]: choices, ...beside } = schema;
    const list = listOf(choices, keyword, at);
    if (keyword === "oneOf" && !apart(list)) this.unenforced.add(`${at}/oneOf`);
    const alone = Object.keys(beside).every((each) => annotations.has(each));
    return this.#choices(alone ? list : list.map((each) => ({ allOf: [beside, each] })), at);
  }

  #typed(schema: Schema, at: string): string {
    const { type } = schema;
    if (Array.isArray(type))
      return this.#choices(
        type.map((one) => ({ ...schema, type: one as unknown })),
        at,
      );
    if (type === "object" || (type === undefined && schema["properties"] !== undefined))
      return objectRule(this, schema, at);
    if (type === "array" || (type === undefined && schema["items"] !== undefined))
      return arrayRule(this, schema, at);
    if (type === "string") return stringRule(schema, at, this.unenforced);
    if (type === "integer" || type === "number") return numberRule(schema, at, this.unenforced);
    if (type !== undefined && type !== "boolean" && type !== "null")
      throw invalidSchema(at, `there is no type ${JSON.stringify(type)}`);
    this.unenforced.leftOut(schema, ["type"], at, type);
    if (type === undefined) return "value";
    return type === "null" ? `"null"` : `"true" | "false"`;
  }

  #choices(choices: readonly unknown[], at: string): string {
    if (choices.length === 0) throw invalidSchema(at, "there is nothing to choose from");
    return choices.map((choice, index) => `(${this.rule(choice, `${at}/${index}`)})`).join(" | ");
  }

  /** A schema as a rule of its own, so that long ones are not repeated. */
  named(schema: unknown, at: string): string {
    const body = this.rule(schema, at);
    if (/^[a-z][a-z0-9-]*$/.test(body)) return body;
    const name = `part-${this.rules.size}`;
    this.rules.set(name, body);
    return name;
  }

  /** A schema elsewhere in the document, once a rule however often it is referred to. */
  #reference(reference: string, at: string): string {
    const known = this.#references.get(reference);
    if (known) return known;
    const name = `ref-${this.#references.size}`;
    this.#references.set(reference, name);
    this.rules.set(name, this.rule(this.#document.resolve(reference, at), reference));
    return name;
  }
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === undefined) return true;
  if (Array.isArray(type)) return type.some((one) => isOfType(value, one));
  if (type === "integer") return Number.isInteger(value);
  if (value === null) return type === "null";
  return type === (Array.isArray(value) ? "array" : typeof value);
}

/** Whether nothing can fit two of some schemas, as far as their types tell. */
function apart(schemas: readonly unknown[]): boolean {
  const types = schemas.map((schema) => {
    const { type } = (schema ?? {}) as Schema;
    return type === "integer" ? "number" : type;
  });
  return types.every((type) => typeof type === "string") && new Set(types).size === types.length;
}
