import { describe, expect, it } from "vitest";
import { leansBack } from "./leans-back.ts";

describe("leansBack", () => {
  it.each([
    "And test it.",
    "Why?",
    "shorter",
    "",
    "Now translate that into French, please.",
    "What about the second one?",
    "Make it a little more formal and add a greeting.",
  ])("needs what was said last: %s", (text) => expect(leansBack(text)).toBe(true));

  it.each([
    "Which libraries did I say the project uses for charts?",
    "What was the code of my bicycle lock, four digits?",
    "In March I told you how much the kitchen would cost me, with the tiles and the oven; what did I say that it was?",
  ])("stands by itself: %s", (text) => expect(leansBack(text)).toBe(false));
});
