import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../error/errors.ts";
import { readParameterValue } from "./read-parameter-value.ts";

describe("readParameterValue", () => {
  it.each([
    ["temperature", ".7", 0.7],
    ["temperature", "0", 0],
    ["frequency_penalty", "-0.5", -0.5],
    ["frequency_penalty", "\u22120.5", -0.5],
    ["max_tokens", "1e3", 1000],
    ["temperature", "null", null],
    ["logprobs", "yes", true],
    ["logprobs", "0", false],
    ["verbosity", "low", "low"],
    ["user", "17", "17"],
    ["stop", "END", "END"],
    ["stop", "a,b", "a,b"],
    ["stop", '["a", "b"]', ["a", "b"]],
    ["stop", String.raw`"\n"`, "\n"],
    ["stop", "[", "["],
    ["models", "a/b, c/d", ["a/b", "c/d"]],
    ["transforms", "[]", []],
    ["tool_choice", "auto", "auto"],
    ["tool_choice", '{"type": "function"}', { type: "function" }],
    ["logit_bias", '{"7": -1}', { 7: -1 }],
    ["provider", '{"sort": "price"}', { sort: "price" }],
    ["something_new", "0.5", 0.5],
    ["something_new", "text", "text"],
  ])("reads %s %s as %j", (name, text, value) => {
    expect(readParameterValue(name, text)).toEqual(value);
  });

  it("refuses what is no such value, and says what is", () => {
    expect(() => readParameterValue("temperature", "hot")).toThrow(
      'temperature is "hot", it must be a number from 0 to 2',
    );
    expect(() => readParameterValue("temperature", "")).toThrow(InvalidInputError);
    expect(() => readParameterValue("temperature", "0x10")).toThrow(InvalidInputError);
    expect(() => readParameterValue("logprobs", "perhaps")).toThrow("true or false");
    expect(() => readParameterValue("provider", "{sort: price}")).toThrow(
      /provider, line 1, column 2: expected a name in double quotes/,
    );
  });

  it("by force reads it as JSON or else as text", () => {
    expect(readParameterValue("temperature", "hot", { force: true })).toBe("hot");
    expect(readParameterValue("temperature", "[1]", { force: true })).toEqual([1]);
    expect(readParameterValue("provider", "{sort", { force: true })).toBe("{sort");
  });

  it("gives back any number it is told", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = readParameterValue("seed", String(value));
        expect(read === value).toBe(true);
      }),
    );
  });
});
