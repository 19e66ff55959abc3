import { describe, expect, it } from "vitest";
import {
  distinctShare,
  lastNumber,
  ngrams,
  parsedJson,
  repetitionShare,
  shingles,
  codeIn,
  unfenced,
  words,
} from "./text-features.ts";

describe("texts as numbers", () => {
  it("words in any script, marks for themselves", () => {
    expect(words("Don't stop, Müller!")).toEqual(["don't", "stop", ",", "müller", "!"]);
    expect(words("雨 が")).toEqual(["雨", "が"]);
    expect(ngrams("a b c d", 3)).toEqual(["a b c", "b c d"]);
    expect(shingles("a b")).toEqual(new Set(["a b"]));
  });

  it("distinct-n and repetition within a text", () => {
    expect(distinctShare("a b a b", 2)).toBeCloseTo(2 / 3, 12);
    expect(distinctShare("a", 2)).toBeNull();
    expect(repetitionShare("x x x x x x", 4)).toBeCloseTo(2 / 3, 12);
    expect(repetitionShare("too short", 4)).toBe(0);
  });

  it("JSON with or without a fence, and nothing else", () => {
    expect(parsedJson('{"a": 1}')?.value).toEqual({ a: 1 });
    expect(parsedJson('```json\n{"a": 1}\n```')?.value).toEqual({ a: 1 });
    expect(parsedJson("null")).toEqual({ value: null });
    expect(parsedJson('Here it is: {"a": 1}')).toBeUndefined();
    expect(parsedJson("")).toBeUndefined();
    expect(unfenced("```js\nlet a;\n```\n")).toBe("let a;");
    expect(codeIn("Here:\n\n```js\nlet a;\n```\nUse it:\n```js\na\n```")).toBe("let a;");
    expect(codeIn("```js\nlet a; // cut")).toBe("let a; // cut");
    expect(codeIn("let a;\n")).toBe("let a;");
  });

  it("the last number of an answer", () => {
    expect(lastNumber("From 3 to 1,234.5 apples.")).toBe(1234.5);
    expect(lastNumber("It is −7.")).toBe(-7);
    expect(lastNumber("1e3")).toBe(1000);
    expect(lastNumber("none")).toBeNull();
  });
});
