import { wrongField } from "../sampling/read-field.ts";
import { grammarText } from "./json-rules.ts";
import { schemaGrammar, type SchemaGrammar } from "./schema-grammar.ts";

/**
 * The grammar a `response_format` asks for: undefined for text, any JSON object for `json_object`, the given
 * schema for `json_schema`. Throws `InvalidInputError` for anything else.
 */
export function readResponseFormat(value: unknown): SchemaGrammar | undefined {
  if (value === undefined || value === null) return undefined;
  const format = (typeof value === "object" ? value : {}) as {
    type?: unknown;
    json_schema?: { schema?: unknown };
  };
  switch (format.type) {
    case "text":
      return undefined;
    case "json_object":
      return { grammar: grammarText("object", new Map()), unenforced: [] };
    case "json_schema":
      if (format.json_schema?.schema === undefined)
        throw wrongField("response_format", value, "a json_schema with a schema");
      return schemaGrammar(format.json_schema.schema);
    default:
      throw wrongField("response_format", value, "of type text, json_object or json_schema");
  }
}
