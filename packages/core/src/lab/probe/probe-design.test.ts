import { describe, expect, it } from "vitest";
import { probeDesign } from "./probe-design.ts";

describe("probeDesign", () => {
  it("interleaves its calls, neutral ones twice as often", () => {
    const calls = probeDesign({ parameters: ["temperature"], seed: 3 });
    const count = (name: string): number => calls.filter(({ arm }) => arm === name).length;
    expect(count("low")).toBeGreaterThanOrEqual(48);
    expect(count("neutral")).toBe(2 * count("low"));
    // What scatters answers is harder to see than what gathers them.
    expect(count("high")).toBe(2 * count("low"));
    const beginning = calls.slice(0, 16);
    expect(new Set(beginning.map(({ arm }) => arm))).toEqual(new Set(["neutral", "low", "high"]));
    expect(probeDesign({ parameters: ["temperature"], seed: 3 })).toEqual(calls);
  });

  it("refuses a name that cannot be probed, with those that can", () => {
    expect(() => probeDesign({ parameters: ["mood"], seed: 1 })).toThrow(/"mood" cannot be probed/);
  });
});
