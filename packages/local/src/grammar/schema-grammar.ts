import { grammarText, literal } from "./json-rules.ts";
import { invalidSchema, SchemaDocument, type Schema } from "./schema-document.ts";

export interface SchemaGrammar {
  /** In llama.cpp's notation. Whatever it lets through is JSON and, but for `unenforced`, fits the schema. */
  grammar: string;
  /** Keywords, by their path, that a grammar cannot hold the model to. */
  unenforced: readonly string[];
}

/** Ranges of whole numbers up to this size are spelled out. */
const SPELLED_OUT = 256;
/** llama.cpp refuses greater counts in a repetition. */
const MOST_REPEATS = 1000;

const formats = new Map([
  ["date", "date"],
  ["time", "time"],
  ["date-time", `date "T" time`],
  ["uuid", "uuid"],
]);

const annotations = new Set(
  "$schema $id $comment $defs definitions title description default examples deprecated readOnly writeOnly".split(
    " ",
  ),
);

/** A JSON schema as a grammar. Throws `InvalidInputError` for a schema that is none or that nothing fits. */
export function schemaGrammar(schema: unknown): SchemaGrammar {
  const writer = new SchemaWriter(schema);
  const root = writer.rule(schema, "#");
  return { grammar: grammarText(root, writer.rules), unenforced: [...writer.unenforced] };
}

class SchemaWriter {
  readonly rules = new Map<string, string>();
  readonly unenforced = new Set<string>();
  readonly #document: SchemaDocument;
  readonly #references = new Map<string, string>();

  constructor(root: unknown) {
    this.#document = new SchemaDocument(root);
  }

  /** The right-hand side for a schema; `at` is where it stands, for messages. */
  rule(schema: unknown, at: string): string {
    if (schema === true) return "value";
    if (typeof schema !== "object" || schema === null || Array.isArray(schema))
      throw invalidSchema(
        at,
        schema === false ? "nothing fits the schema false" : "this is no schema",
      );
    const given = this.#document.merged(schema as Schema, at);
    if (typeof given["$ref"] === "string") return this.#reference(given["$ref"], at);
    if ("const" in given) return literal(JSON.stringify(given["const"]));
    if (Array.isArray(given["enum"])) return this.#enumeration(given["enum"], at);
    const choices = given["anyOf"] ?? given["oneOf"];
    if (Array.isArray(choices)) return this.#choices(choices, at);
    return this.#typed(given, at);
  }

  #typed(schema: Schema, at: string): string {
    const { type } = schema;
    if (Array.isArray(type))
      return this.#choices(
        type.map((one) => ({ ...schema, type: one as unknown })),
        at,
      );
    if (type === "object" || (type === undefined && schema["properties"] !== undefined))
      return this.#object(schema, at);
    if (type === "array" || (type === undefined && schema["items"] !== undefined))
      return this.#array(schema, at);
    if (type === "string") return this.#string(schema, at);
    if (type === "integer" || type === "number") return this.#number(schema, type, at);
    if (type !== undefined && type !== "boolean" && type !== "null")
      throw invalidSchema(at, `there is no type ${JSON.stringify(type)}`);
    this.#leftOut(schema, ["type"], at);
    if (type === undefined) return "value";
    return type === "null" ? `"null"` : `"true" | "false"`;
  }

  #choices(choices: readonly unknown[], at: string): string {
    if (choices.length === 0) throw invalidSchema(at, "there is nothing to choose from");
    return choices.map((choice, index) => `(${this.rule(choice, `${at}/${index}`)})`).join(" | ");
  }

  #enumeration(values: readonly unknown[], at: string): string {
    if (values.length === 0) throw invalidSchema(at, "an enum needs a value");
    return values.map((value) => literal(JSON.stringify(value))).join(" | ");
  }

  #object(schema: Schema, at: string): string {
    this.#leftOut(schema, ["type", "properties", "required", "additionalProperties"], at);
    const properties = Object.entries((schema["properties"] ?? {}) as Schema);
    const required = new Set((schema["required"] as readonly unknown[] | undefined) ?? []);
    const members = properties.map(([key, value]) => ({
      text: `${literal(JSON.stringify(key))} ws ":" ws ${this.#named(value, `${at}/${key}`)} ws`,
      needed: required.has(key),
    }));
    const known = new Set(properties.map(([key]) => key));
    const undescribed = [...required].filter((key) => !known.has(String(key)));
    for (const key of undescribed)
      members.push({
        text: `${literal(JSON.stringify(String(key)))} ws ":" ws value ws`,
        needed: true,
      });
    if (members.length === 0) return this.#freeObject(schema["additionalProperties"], at);
    return `"{" ws ${this.#members(members)} "}"`;
  }

  /** An object whose keys the schema leaves open. */
  #freeObject(additional: unknown, at: string): string {
    if (additional === false) return `"{" ws "}"`;
    const value = this.#named(additional ?? true, `${at}/*`);
    const member = `string ws ":" ws ${value} ws`;
    return `"{" ws (${member} ("," ws ${member})*)? "}"`;
  }

  /** Needed members in their order, then any of the others in theirs. */
  #members(members: readonly { text: string; needed: boolean }[]): string {
    const needed = members.filter(({ needed: must }) => must).map(({ text }) => text);
    const others = members.filter(({ needed: must }) => !must).map(({ text }) => text);
    const after = others.map((text) => `("," ws ${text})?`).join(" ");
    if (needed.length > 0) return `${needed.join(` "," ws `)} ${after}`;
    const first = others.map((text, index) => {
      const rest = others.slice(index + 1).map((other) => `("," ws ${other})?`);
      return [text, ...rest].join(" ");
    });
    return `(${first.join(" | ")})?`;
  }

  #array(schema: Schema, at: string): string {
    const understood = ["type", "items", "prefixItems", "minItems", "maxItems"];
    this.#leftOut(schema, understood, at);
    const first = ((schema["prefixItems"] as readonly unknown[] | undefined) ?? []).map(
      (item, index) => `${this.#named(item, `${at}/${index}`)} ws`,
    );
    const least = Math.max(0, Number(schema["minItems"] ?? 0) - first.length);
    const most =
      schema["maxItems"] === undefined ? undefined : Number(schema["maxItems"]) - first.length;
    const open = schema["items"] !== false && !(first.length > 0 && schema["items"] === undefined);
    const item = open ? `${this.#named(schema["items"] ?? true, `${at}/items`)} ws` : undefined;
    const lead = first.join(` "," ws `);
    if (item === undefined || most === 0) return `"[" ws ${lead} "]"`;
    if (lead) return `"[" ws ${lead} ("," ws ${item})${this.#repeat(least, most, at)} "]"`;
    const rest = this.#repeat(
      Math.max(0, least - 1),
      most === undefined ? undefined : most - 1,
      at,
    );
    const some = `${item} ("," ws ${item})${rest}`;
    return `"[" ws ${least > 0 ? some : `(${some})?`} "]"`;
  }

  #string(schema: Schema, at: string): string {
    this.#leftOut(schema, ["type", "minLength", "maxLength", "format"], at);
    const format = schema["format"];
    const known = typeof format === "string" ? formats.get(format) : undefined;
    if (known) return String.raw`"\"" ${known} "\""`;
    if (format !== undefined) this.unenforced.add(`${at}/format`);
    const least = Number(schema["minLength"] ?? 0);
    const most = schema["maxLength"] === undefined ? undefined : Number(schema["maxLength"]);
    if (least === 0 && most === undefined) return "string";
    return String.raw`"\"" char${this.#repeat(least, most, at)} "\""`;
  }

  #number(schema: Schema, type: "integer" | "number", at: string): string {
    const { minimum, maximum } = schema;
    const few =
      type === "integer" &&
      typeof minimum === "number" &&
      typeof maximum === "number" &&
      maximum - minimum < SPELLED_OUT;
    this.#leftOut(schema, few ? ["type", "minimum", "maximum"] : ["type"], at);
    if (!few) return type;
    const values: number[] = [];
    for (let value = Math.ceil(minimum); value <= maximum; value++) values.push(value);
    return this.#enumeration(values, at);
  }

  /** A repetition's bounds; those llama.cpp would refuse are left open. */
  #repeat(least: number, most: number | undefined, at: string): string {
    if (![least, most ?? 0].every((bound) => Number.isInteger(bound) && bound >= 0))
      throw invalidSchema(at, "lengths must be whole numbers, the least not above the most");
    if (most !== undefined && most < least)
      throw invalidSchema(at, "the least length is above the most");
    if (least > MOST_REPEATS || (most ?? 0) > MOST_REPEATS) {
      this.unenforced.add(`${at}/length`);
      return "*";
    }
    if (most === undefined) return least === 0 ? "*" : `{${least},}`;
    return `{${least},${most}}`;
  }

  /** A schema as a rule of its own, so that long ones are not repeated. */
  #named(schema: unknown, at: string): string {
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

  #leftOut(schema: Schema, understood: readonly string[], at: string): void {
    for (const keyword of Object.keys(schema))
      if (!understood.includes(keyword) && !annotations.has(keyword))
        this.unenforced.add(`${at}/${keyword}`);
  }
}
