import { describe, expect, it } from "vitest";
import { HeldText } from "./held-text.ts";

function pieces(...given: string[]): string[] {
  const held = new HeldText();
  return [...given.map((piece) => held.take(piece)), held.rest()];
}

describe("HeldText", () => {
  it("keeps the two halves of a character together", () => {
    expect(pieces("A fox: \ud83e", "\udd8a.")).toEqual(["A fox: ", "🦊.", ""]);
    expect(pieces("\ud83e", "", "\udd8a")).toEqual(["", "", "🦊", ""]);
  });

  it("keeps a line's end together, and gives out what never found its other half", () => {
    expect(pieces("one\r", "\ntwo\r")).toEqual(["one", "\r\ntwo", "\r"]);
    expect(pieces("\ud83e")).toEqual(["", "\ud83e"]);
  });
});
