import { describe, expect, it } from "vitest";
import { comparePaired } from "./paired.ts";

describe("rates of the same samples", () => {
  const both = { scope: "these_prompts", permutations: 999, seed: 1, proportion: true } as const;

  it("all cut against none cut is shown, although no two samples differ in their difference", () => {
    const all = comparePaired([Array.from({ length: 16 }, () => 1)], { ...both, bounds: [0, 1] });
    expect(all?.difference).toBe(1);
    expect(all?.p).toBeLessThan(0.01);
    const [low, high] = all?.intervalAt(0.95) ?? [0, 0];
    expect(low).toBeGreaterThan(0.6);
    expect(high).toBe(1);
  });

  it("no change at all still leaves room for some, and tells what could have been shown", () => {
    const none = comparePaired([Array.from({ length: 16 }, () => 0)], { ...both, bounds: [0, 1] });
    expect(none?.p).toBe(1);
    expect(none?.intervalAt(0.95)?.[1]).toBeGreaterThan(0.1);
    // The sign test needs 6 changes at 5%: P(X ≥ 6 | 16, .449) = .8.
    expect(none?.detectableAt(0.05)).toBeCloseTo(0.449, 3);
    expect(none?.detectableAt(1e-6)).toBeNull();
  });
});
