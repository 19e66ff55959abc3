import { describe, expect, it } from "vitest";
import { compareCategories } from "./compare-categories.ts";

/** A few common answers and as many that come once each as are left. */
const spread = (counts: readonly number[], size: number, name: string): string[] => [
  ...counts.flatMap((count, category) => Array<string>(count).fill(`common ${category}`)),
  ...Array.from({ length: size - counts.reduce((a, b) => a + b, 0) }, (_, once) => name + once),
];

describe("compareCategories", () => {
  it("has no power without spread, and says so", () => {
    const strata = [{ arm: Array(24).fill("a"), neutral: Array(48).fill("a") }];
    const same = compareCategories(strata, { seed: 1, moves: "gather" });
    expect(same?.p).toBe(1);
    expect(same?.detectable(0.005)).toBe(0);
    const scattered = compareCategories(strata, { seed: 1, moves: "scatter" });
    expect(scattered?.detectable(0.005)).toBeGreaterThan(0);
  });

  it("sees answers scattered over rare ones where few are common, and promises no more than it sees", () => {
    const neutral = spread([9, 4, 3, 2], 48, "neutral");
    const scattered = compareCategories([{ arm: spread([], 24, "arm"), neutral }], {
      seed: 1,
      moves: "scatter",
    });
    expect(scattered?.p).toBeLessThan(0.002);
    const alike = compareCategories([{ arm: spread([4, 2, 2, 1], 24, "arm"), neutral }], {
      seed: 1,
      moves: "scatter",
    });
    expect(alike?.p).toBeGreaterThan(0.1);
    // A shift that moves to one new answer is seen at once; one to a new answer each is not.
    const elsewhere = compareCategories([{ arm: spread([4, 2, 2, 1], 24, "arm"), neutral }], {
      seed: 1,
      moves: "elsewhere",
    });
    expect(alike?.detectable(0.001) ?? 1).toBeGreaterThan(elsewhere?.detectable(0.001) ?? 1);
  });

  it("sees scattered answers where a squared distance does not, at the level of a whole probe", () => {
    const stratum = {
      arm: spread([], 24, "arm"),
      neutral: spread([8, 4, 2, 2, 2], 48, "neutral"),
    };
    const level = 0.01 / 14;
    const p = (moves: "scatter" | "elsewhere"): number =>
      compareCategories([stratum, stratum], { seed: 1, moves })?.p ?? Number.NaN;
    expect(p("scatter")).toBeLessThan(level);
    expect(p("elsewhere")).toBeGreaterThan(level);
  });

  it("tells how likely so small a difference is of an effect of known size", () => {
    const neutral = spread([30, 12, 2, 2], 48, "neutral");
    const twice = (share: number): number => Math.sqrt(share);
    const chance = (arm: string[]): number | undefined =>
      compareCategories([{ arm, neutral }], { seed: 1, moves: "scatter" })?.chanceOfSoLittle(twice);
    expect(chance(spread([15, 6, 1, 1], 24, "arm"))).toBeLessThan(0.02);
    expect(chance(spread([3, 2, 1, 1], 24, "arm"))).toBeGreaterThan(0.5);
  });
});
