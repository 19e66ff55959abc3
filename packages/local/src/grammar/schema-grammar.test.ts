import { InvalidInputError } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { readResponseFormat } from "./response-format.ts";
import { schemaGrammar } from "./schema-grammar.ts";

describe("schemaGrammar", () => {
  const root = (schema: unknown): string =>
    schemaGrammar(schema).grammar.split("\n")[0]?.replace("root ::= ", "") ?? "";

  it("writes each kind of value", () => {
    expect(root({ type: "boolean" })).toBe(`"true" | "false"`);
    expect(root({ const: 'a"b' })).toBe(String.raw`"\"a\\\"b\""`);
    expect(root({ enum: [1, "x", null] })).toBe(String.raw`"1" | "\"x\"" | "null"`);
    expect(root({ type: ["integer", "null"] })).toBe(`(integer) | ("null")`);
    expect(root({ type: "integer", minimum: 1, maximum: 3 })).toBe(`"1" | "2" | "3"`);
    expect(root({ type: "string", maxLength: 4 })).toBe(String.raw`"\"" char{0,4} "\""`);
    expect(root({ type: "array", items: { type: "number" }, minItems: 2, maxItems: 3 })).toBe(
      `"[" ws number ws ("," ws number ws){1,2} "]"`,
    );
    expect(root(true)).toBe("value");
  });

  it("asks for required members and lets others come", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "null" }, b: { type: "null" } },
      required: ["b"],
    };
    expect(root(schema)).toMatch(/^"\{" ws "\\"b\\"".*\("," ws "\\"a\\"".*\)\? "\}"$/);
  });

  it("follows references, recursive ones too, and folds allOf", () => {
    const schema = {
      $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } } } },
      allOf: [{ $ref: "#/$defs/node" }, { properties: { id: { type: "integer" } } }],
      type: "object",
    };
    const { grammar } = schemaGrammar(schema);
    expect(grammar).toContain("ref-0");
    expect(grammar).toContain(String.raw`\"id\"`);
  });

  it("names what a grammar cannot enforce", () => {
    const { unenforced } = schemaGrammar({
      type: "object",
      properties: { a: { type: "string", pattern: "^x" }, b: { type: "number", minimum: 0 } },
      title: "T",
    });
    expect(unenforced).toEqual(["#/a/pattern", "#/b/minimum"]);
  });

  it.each([
    false,
    7,
    { type: "list" },
    { $ref: "#/$defs/none" },
    { enum: [] },
    { anyOf: [] },
    {
      type: "array",
      minItems: 3,
      maxItems: 2,
    },
  ])("refuses %j", (schema) => {
    expect(() => schemaGrammar(schema)).toThrow(InvalidInputError);
  });
});

describe("readResponseFormat", () => {
  it("knows text, json_object and json_schema", () => {
    expect(readResponseFormat(undefined)).toBeUndefined();
    expect(readResponseFormat({ type: "text" })).toBeUndefined();
    expect(readResponseFormat({ type: "json_object" })?.grammar).toMatch(/^root ::= object\n/);
    const schema = { type: "null" };
    expect(readResponseFormat({ type: "json_schema", json_schema: { schema } })?.grammar).toBe(
      `root ::= "null"\n`,
    );
  });

  it.each(["json", { type: "xml" }, { type: "json_schema" }])("refuses %j", (format) => {
    expect(() => readResponseFormat(format)).toThrow(InvalidInputError);
  });
});
