import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../error/errors.ts";
import { checkParameter, checkParameters, requireParameters } from "./check-parameters.ts";
import { parameterTable } from "./parameter-table.ts";

const message = (name: string, value: unknown): string | undefined =>
  checkParameter(name, value)?.message;

describe("checkParameter", () => {
  it("names the range of a value outside it", () => {
    expect(message("temperature", 3)).toBe("temperature is 3, it must be a number from 0 to 2");
    expect(message("top_p", 0)).toContain("a number above 0, up to 1");
    expect(message("max_tokens", -1)).toContain("a whole number ≥ 1");
    expect(message("max_tokens", 1.5)).toContain("a whole number ≥ 1");
    expect(message("frequency_penalty", -2.1)).toContain("from −2 to 2");
    expect(message("stop", ["a", "b", "c", "d", "e"])).toContain("up to 4 texts");
    expect(message("verbosity", "loud")).toContain("one of low, medium, high");
    expect(message("tool_choice", "always")).toContain("none, auto, required or a JSON object");
    expect(message("logit_bias", { 7: 101 })).toContain("numbers from −100 to 100");
    expect(message("temperature", NaN)).toContain("a number from 0 to 2");
  });

  it.each([
    ["temperature", 0],
    ["temperature", 2],
    ["temperature", null],
    ["top_p", 1],
    ["top_k", 0],
    ["seed", -7],
    ["logprobs", false],
    ["stop", "END"],
    ["stop", ["a"]],
    ["tool_choice", "required"],
    ["tool_choice", { type: "function", function: { name: "f" } }],
    ["tools", []],
    ["provider", { sort: "price" }],
    ["logit_bias", { 7042: -100 }],
  ])("takes %s %j", (name, value) => {
    expect(checkParameter(name, value)).toBeUndefined();
  });

  it("names the nearest parameter to one it does not know", () => {
    expect(checkParameter("temprature", 1)).toMatchObject({
      kind: "invalid_input",
      code: "unknown_parameter",
      message: 'no parameter "temprature"; did you mean temperature?',
      details: { field: "temprature", given: 1, nearest: "temperature" },
    });
    expect(message("max_token", 1)).toContain("did you mean max_tokens?");
    expect(message("repeat_penalty", 1)).toContain("did you mean repetition_penalty?");
    expect(message("temp", 1)).toContain("did you mean temperature?");
    expect(message("zzzzzzzz", 1)).toBe('no parameter "zzzzzzzz"');
  });

  it("lets everything pass by force but what is the request itself", () => {
    expect(checkParameter("temperature", 3, { force: true })).toBeUndefined();
    expect(checkParameter("temprature", 1, { force: true })).toBeUndefined();
    for (const force of [true, false])
      expect(checkParameter("messages", [], { force })?.code).toBe("reserved_parameter");
  });

  it("knows a value that JSON cannot say as wrong for every row", () => {
    for (const spec of parameterTable)
      expect(checkParameter(spec.name, undefined), spec.name).toBeDefined();
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...parameterTable.map(({ name }) => name)), fc.string()),
        fc.jsonValue(),
        (name, value) => {
          const problem = checkParameter(name, value);
          expect(problem === undefined || problem.message.length > 0).toBe(true);
        },
      ),
    );
  });
});

describe("a set of parameters", () => {
  it("is checked whole, in its order", () => {
    const problems = checkParameters({ temperature: 3, top_p: 0.5, temprature: 1 });
    expect(problems.map(({ details }) => details?.["field"])).toEqual([
      "temperature",
      "temprature",
    ]);
  });

  it("is refused with every fault named", () => {
    expect(() => requireParameters({ temperature: 0.5 })).not.toThrow();
    expect(() => requireParameters({ temperature: 3, max_tokens: -1 })).toThrow(InvalidInputError);
    expect(() => requireParameters({ temperature: 3, max_tokens: -1 })).toThrow(
      /temperature is 3.*max_tokens is -1/,
    );
    expect(() => requireParameters({ temperature: 3 }, { force: true })).not.toThrow();
  });
});
