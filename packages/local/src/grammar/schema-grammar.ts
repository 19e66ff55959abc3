import { grammarText, literal } from "./json-rules.ts";
import {
  annotations,
  invalidSchema,
  listOf,
  SchemaDocument,
  schemaOf,
  type Schema,
} from "./schema-document.ts";

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

/** What each keyword is about; one that is about another type than a schema's says nothing there. */
const subjects = new Map(
  Object.entries({
    string: "minLength maxLength pattern format contentEncoding contentMediaType",
    number: "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
    array:
      "items prefixItems additionalItems unevaluatedItems minItems maxItems uniqueItems contains minContains maxContains",
    object:
      "properties required additionalProperties unevaluatedProperties patternProperties propertyNames minProperties maxProperties dependentRequired dependentSchemas",
  }).flatMap(([type, keywords]) => keywords.split(" ").map((keyword) => [keyword, type] as const)),
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
    this.#leftOut(schema, ["type", keyword], at);
    return this.#enumeration(
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
      return this.#object(schema, at);
    if (type === "array" || (type === undefined && schema["items"] !== undefined))
      return this.#array(schema, at);
    if (type === "string") return this.#string(schema, at);
    if (type === "integer" || type === "number") return this.#number(schema, type, at);
    if (type !== undefined && type !== "boolean" && type !== "null")
      throw invalidSchema(at, `there is no type ${JSON.stringify(type)}`);
    this.#leftOut(schema, ["type"], at, type);
    if (type === undefined) return "value";
    return type === "null" ? `"null"` : `"true" | "false"`;
  }

  #choices(choices: readonly unknown[], at: string): string {
    if (choices.length === 0) throw invalidSchema(at, "there is nothing to choose from");
    return choices.map((choice, index) => `(${this.rule(choice, `${at}/${index}`)})`).join(" | ");
  }

  #enumeration(values: readonly unknown[], at: string): string {
    if (values.length === 0) throw invalidSchema(at, "no value fits");
    return values.map((value) => literal(JSON.stringify(value))).join(" | ");
  }

  #object(schema: Schema, at: string): string {
    const understood = ["type", "properties", "required", "additionalProperties"];
    this.#leftOut(schema, understood, at, "object");
    const required = new Set(listOf(schema["required"], "required", at));
    const properties = Object.entries(schemaOf(schema["properties"] ?? {}, at));
    // What nothing fits may still be left away.
    const possible = properties.filter(([key, value]) => value !== false || required.has(key));
    const members = possible.map(([key, value]) => ({
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
    this.#leftOut(schema, understood, at, "array");
    const maxItems = schema["maxItems"] === undefined ? undefined : Number(schema["maxItems"]);
    const first = listOf(schema["prefixItems"], "prefixItems", at)
      .slice(0, maxItems)
      .map((item, index) => `${this.#named(item, `${at}/${index}`)} ws`);
    const least = Math.max(0, Number(schema["minItems"] ?? 0) - first.length);
    const most = maxItems === undefined ? undefined : maxItems - first.length;
    if (schema["items"] === false && least > 0)
      throw invalidSchema(at, "minItems asks for more than the items there may be");
    // Where the schema leaves open what follows the first items, only as many follow as must.
    const open =
      schema["items"] !== false && (first.length === 0 || "items" in schema || least > 0);
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
    this.#leftOut(schema, ["type", "minLength", "maxLength", "format"], at, "string");
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
    if (type === "integer") return this.#integer(schema, at);
    const kept = schema["minimum"] === 0;
    this.#leftOut(schema, kept ? ["type", "minimum"] : ["type"], at, "number");
    return kept ? "nonnegative" : "number";
  }

  #integer(schema: Schema, at: string): string {
    const least = tighter(Math.max, schema["minimum"], schema["exclusiveMinimum"]);
    const most = tighter(Math.min, schema["maximum"], schema["exclusiveMaximum"]);
    const lower = ["type", "minimum", "exclusiveMinimum"];
    if (least !== undefined && most !== undefined && most - least < SPELLED_OUT) {
      this.#leftOut(schema, [...lower, "maximum", "exclusiveMaximum"], at, "number");
      const count = Math.max(0, most - least + 1);
      return this.#enumeration(
        Array.from({ length: count }, (_, index) => least + index),
        at,
      );
    }
    const rule = least === 0 ? "natural" : least === 1 ? "positive" : "integer";
    this.#leftOut(schema, rule === "integer" ? ["type"] : lower, at, "number");
    return rule;
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

  /** Notes the keywords of a schema that are not `understood`, but for those about another type. */
  #leftOut(schema: Schema, understood: readonly string[], at: string, type?: unknown): void {
    for (const keyword of Object.keys(schema)) {
      const subject = subjects.get(keyword);
      const silent = type !== undefined && subject !== undefined && subject !== type;
      if (!understood.includes(keyword) && !annotations.has(keyword) && !silent)
        this.unenforced.add(`${at}/${keyword}`);
    }
  }
}

/** The whole number that two bounds, the second itself excluded, leave as the last one; undefined for no bound. */
function tighter(pick: typeof Math.max, included: unknown, excluded: unknown): number | undefined {
  const inwards = pick === Math.max ? 1 : -1;
  const round = pick === Math.max ? Math.ceil : Math.floor;
  const bounds = [
    ...(typeof included === "number" ? [round(included)] : []),
    ...(typeof excluded === "number"
      ? [Number.isInteger(excluded) ? excluded + inwards : round(excluded)]
      : []),
  ];
  return bounds.length > 0 ? pick(...bounds) : undefined;
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
