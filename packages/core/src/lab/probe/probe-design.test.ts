import { describe, expect, it } from "vitest";
import { probeDesign } from "./probe-design.ts";

describe("probeDesign", () => {
  it("interleaves its calls, neutral ones twice as often", () => {
    const calls = probeDesign({ parameters: ["temperature"], seed: 3 });
    const high = calls.filter(({ arm }) => arm === "high");
    expect(high.length).toBeGreaterThanOrEqual(48);
    expect(calls.filter(({ arm }) => arm === "neutral")).toHaveLength(2 * high.length);
    const beginning = calls.slice(0, 16);
    expect(new Set(beginning.map(({ arm }) => arm))).toEqual(new Set(["neutral", "low", "high"]));
    expect(probeDesign({ parameters: ["temperature"], seed: 3 })).toEqual(calls);
  });

  it("refuses a name that cannot be probed, with those that can", () => {
    expect(() => probeDesign({ parameters: ["mood"], seed: 1 })).toThrow(/"mood" cannot be probed/);
  });
});
