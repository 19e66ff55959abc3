import { annotations, type Schema } from "./schema-document.ts";

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

/** Keywords, by their path, that a grammar cannot hold the model to. */
export class UnenforcedKeywords {
  readonly #paths = new Set<string>();

  get paths(): readonly string[] {
    return [...this.#paths];
  }

  add(path: string): void {
    this.#paths.add(path);
  }

  /** Notes the keywords of a schema that are not `understood`, but for those about another type. */
  leftOut(schema: Schema, understood: readonly string[], at: string, type?: unknown): void {
    for (const keyword of Object.keys(schema)) {
      const subject = subjects.get(keyword);
      const silent = type !== undefined && subject !== undefined && subject !== type;
      if (!understood.includes(keyword) && !annotations.has(keyword) && !silent)
        this.add(`${at}/${keyword}`);
    }
  }
}
