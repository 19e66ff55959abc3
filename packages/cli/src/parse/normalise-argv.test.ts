import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseArgv } from "./normalise-argv.ts";

describe("normaliseArgv", () => {
  it.each([
    ["-o temperature 0.2 hi", "-o temperature=0.2 hi"],
    ["-o frequency_penalty -0.5 hi", "-o frequency_penalty=-0.5 hi"],
    ["--option top_p .5 -o seed=7 hi", "--option top_p=.5 -o seed=7 hi"],
    ["-o a.b=1 -o temperature unset", "-o a.b=1 -o temperature=unset"],
    ["hi -- -o temperature 1", "hi -- -o temperature 1"],
    ["-o temperature", "-o temperature"],
    ["-o", "-o"],
  ])("%s → %s", (given, expected) => {
    expect(normaliseArgv(given.split(" "))).toEqual(expected.split(" "));
  });

  it("never drops or changes other words, and what it made it leaves alone", () => {
    const word = fc.oneof(
      fc.constantFrom("-o", "--", "-m", "a=1", "temperature", "-0.5"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => {
        const words = normaliseArgv(argv);
        if (!argv.includes("-o")) expect(words).toEqual(argv);
        expect(words.join("=").split("=").join("")).toBe(argv.join("=").split("=").join(""));
      }),
    );
  });
});
