import { describe, expect, it } from "vitest";
import { money } from "./money.ts";

describe("money", () => {
  it.each([
    [null, "cost unknown"],
    [0, "$0"],
    [12.345, "$12.35"],
    [0.05, "$0.05"],
    [0.0512, "$0.0512"],
    [0.0025, "$0.0025"],
    [0.0000224, "$0.0000224"],
    [3e-12, "under $0.0000001"],
  ])("%s → %s", (dollars, words) => {
    expect(money(dollars)).toBe(words);
  });
});
