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
      properties: { a: { type: "string", pattern: "^x" }, b: { type: "number", minimum: 5 } },
      title: "T",
    });
    expect(unenforced).toEqual(["#/a/pattern", "#/b/minimum"]);
  });

  it("keeps to every one of some keywords that hold together", () => {
    const anyOf = [{ required: ["b"] }, { required: ["c"] }];
    const beside = { type: "object", properties: { a: { type: "null" } }, required: ["a"], anyOf };
    expect(root(beside).match(/\\"a\\"/g)).toHaveLength(2);
    const string = { $defs: { s: { type: "string", maxLength: 9 } } };
    expect(root({ ...string, $ref: "#/$defs/s", maxLength: 2 })).toContain("char{0,2}");
    expect(root({ type: "integer", enum: [1, "x", 2.5] })).toBe(`"1"`);
    const both = [{ properties: { a: { minimum: 1 } } }, { properties: { a: { maximum: 3 } } }];
    expect(schemaGrammar({ type: "object", allOf: both }).unenforced).not.toEqual([]);
    const first = [{ type: "boolean" }, { type: "null" }];
    expect(root({ type: "array", prefixItems: first, maxItems: 1 })).not.toContain("null");
    expect(root({ type: "array", prefixItems: first, minItems: 3 })).toContain("value");
  });

  it("writes bounds of whole numbers, and what is not negative", () => {
    expect(root({ type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 4 })).toBe(
      `"1" | "2" | "3"`,
    );
    expect(root({ type: "integer", minimum: 0 })).toBe("natural");
    expect(root({ type: "integer", minimum: 0.5 })).toBe("positive");
    expect(root({ type: "number", minimum: 0 })).toBe("nonnegative");
    const { unenforced } = schemaGrammar({ type: "integer", minimum: 1, maximum: 9_999 });
    expect(unenforced).toEqual(["#/maximum"]);
  });

  it("says nothing of keywords that are about another type, and lets a false member be left away", () => {
    expect(schemaGrammar({ type: ["string", "null"], maxLength: 3 }).unenforced).toEqual([]);
    const members = { type: "object", properties: { a: false, b: true }, required: ["b"] };
    expect(root(members)).not.toContain(String.raw`\"a\"`);
    const types = [{ type: "integer" }, { type: "string" }];
    expect(schemaGrammar({ oneOf: types }).unenforced).toEqual([]);
    expect(schemaGrammar({ oneOf: [...types, { type: "number" }] }).unenforced).toEqual([
      "#/oneOf",
    ]);
  });

  it.each([
    { allOf: [{ $ref: "#" }] },
    { allOf: [3] },
    { $ref: "#/%E0%A4%A" },
    { type: "object", required: "a" },
    { type: "object", properties: [1] },
    { enum: "abc" },
    { anyOf: { a: 1 } },
    { type: "integer", minimum: 5, maximum: 3 },
    { type: "array", items: false, minItems: 1 },
    { type: "object", properties: { a: false }, required: ["a"] },
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
