import { readFile } from "node:fs/promises";
import path from "node:path";
import { InvalidInputError, parseJson } from "@colloquy/core";

/**
 * The `response_format` for a JSON Schema in a file, or written out. A file that holds a whole
 * `response_format` is taken as it is.
 */
export async function readSchema(source: string, cwd: string): Promise<unknown> {
  const inline = source.trimStart().startsWith("{");
  const text = inline ? source : await readText(path.resolve(cwd, source), source);
  const value = parseJson(text, { source: inline ? "--schema" : source });
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidInputError({
      message: `--schema: a JSON Schema is an object, not ${JSON.stringify(value).slice(0, 60)}`,
      remedy:
        'For example {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}.',
      details: { field: "schema", given: value, allowed: "a JSON Schema object" },
    });
  if ("type" in value && value.type === "json_schema" && "json_schema" in value) return value;
  return {
    type: "json_schema",
    json_schema: { name: schemaName(value), schema: value, strict: true },
  };
}

async function readText(file: string, source: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new InvalidInputError(
      {
        message: `--schema: cannot read ${source}`,
        code: "unreadable_file",
        remedy: `Looked for it at ${file}.`,
        details: { field: "schema", given: source },
      },
      { cause },
    );
  }
}

/** The wire wants a name of letters, digits, `_` and `-`. */
function schemaName(schema: object): string {
  const title = "title" in schema && typeof schema.title === "string" ? schema.title : "";
  return (
    title
      .replace(/[^A-Za-z0-9_-]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 64) || "answer"
  );
}
