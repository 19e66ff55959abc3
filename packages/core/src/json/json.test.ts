import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../error/errors.ts";
import { formatJson } from "./format-json.ts";
import { findJsonFault } from "./json-fault.ts";
import { parseJson } from "./parse-json.ts";

function faultOf(text: string, source?: string) {
  try {
    parseJson(text, source === undefined ? {} : { source });
  } catch (error) {
    if (error instanceof InvalidInputError) return error.record;
    throw error;
  }
  throw new Error("no fault found");
}

describe("parseJson", () => {
  it("names the source, the line, the column and the line itself", () => {
    const { message, details } = faultOf('{\n  "a": 1,\n  "b": oops\n}', "notes.json");
    expect(message).toBe(
      `notes.json, line 3, column 8: expected a value, found 'o', in: "b": oops`,
    );
    expect(details).toMatchObject({
      line: 3,
      column: 8,
      line_text: '  "b": oops',
      caret: "       ^",
    });
  });

  it.each([
    ["", "a value", 1],
    ['{"a": 1,}', "a name in double quotes", 9],
    ["{'a': 1}", "a name in double quotes or '}'", 2],
    ['{"a" 1}', "':' after the name", 6],
    ["[1 2]", "',' or ']'", 4],
    ['{"a": 1', "',' or '}'", 8],
    ['"open', "'\"' to end the text", 6],
    ['"\\x"', "a valid escape such as \\n or \\u00e9", 2],
    ["1 2", "the end, for the value is complete", 3],
    ["01", "the end, for the value is complete", 2],
  ])("says what is wrong with %j", (text, expected, column) => {
    expect(faultOf(text).details).toMatchObject({ expected, column, line: 1 });
  });

  it("cuts a long line around the fault and keeps the caret under it", () => {
    const { line_text: line, caret } = faultOf(`[${"1,".repeat(500)}x]`).details ?? {};
    expect(String(line).length).toBeLessThanOrEqual(100);
    expect(String(line)[String(caret).indexOf("^")]).toBe("x");
  });

  it("counts CRLF as one line end and ignores a byte-order mark", () => {
    expect(faultOf("\uFEFF[1,\r\n2,\r\n]").details).toMatchObject({ line: 3, column: 1 });
    expect(parseJson("\uFEFF[1]")).toEqual([1]);
  });

  it("survives deep nesting", () => {
    expect(faultOf("[".repeat(200_000)).details).toMatchObject({ column: 200_001 });
  });

  it("finds a fault exactly where JSON.parse refuses", () => {
    const almost = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", '"', "}", "]", "\\", "0", "tru", "\n"))
      .map(([text, at, odd]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + odd + text.slice(cut + (at % 2));
      });
    fc.assert(
      fc.property(almost, (text) => {
        let refused = false;
        try {
          JSON.parse(text);
        } catch {
          refused = true;
        }
        expect(findJsonFault(text) !== undefined).toBe(refused);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("formatJson", () => {
  it("writes what parseJson reads back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        expect(parseJson(formatJson(value, { indent }))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("indents by two, or not at all", () => {
    expect(formatJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(formatJson({ a: [1] }, { indent: 0 })).toBe('{"a":[1]}');
  });

  it("refuses what JSON cannot say", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const value of [cycle, 1n, undefined]) {
      expect(() => formatJson(value)).toThrow(InvalidInputError);
    }
  });
});
