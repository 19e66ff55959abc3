import { describe, expect, it } from "vitest";
import { candidatesFromLogits } from "../candidates.ts";
import { applyDry, repetitionLengths } from "./dry.ts";

const none = new Set<number>();
const [a, b, c, y] = [0, 1, 2, 3];

describe("DRY", () => {
  it("finds the longest repetition each token would lengthen", () => {
    // a b c c b c y a b c: the end "a b c" came before and was followed by c, "b c" by y, "c" by b.
    const lengths = repetitionLengths([a, b, c, c, b, c, y, a, b, c], none);
    expect([lengths.get(c), lengths.get(y), lengths.get(b)]).toEqual([3, 2, 1]);
  });

  it("punishes exponentially from the allowed length on", () => {
    const options = { multiplier: 0.8, base: 1.75, allowedLength: 2 };
    const all = candidatesFromLogits([0, 0, 0, 0]);
    const { logits } = applyDry(all, options, [a, b, c, c, b, c, y, a, b, c]);
    expect(logits[c]).toBeCloseTo(-0.8 * 1.75, 12);
    expect(logits[y]).toBeCloseTo(-0.8, 12);
    expect(logits[b]).toBe(0);
  });

  it("follows no repetition across a breaker and never punishes one", () => {
    expect(repetitionLengths([a, b, c, a, b], new Set([b])).get(c)).toBe(0);
    expect(repetitionLengths([a, b, a], new Set([b])).has(b)).toBe(false);
  });

  it("stays finite in a long loop", () => {
    const loop = Array.from({ length: 2000 }, (_, index) => index % 2);
    const options = { multiplier: 1, base: 1.75, allowedLength: 2 };
    const { logits } = applyDry(candidatesFromLogits([0, 0]), options, loop);
    expect(Number.isFinite(logits[0])).toBe(true);
    expect(logits[0]).toBeLessThan(-1e30);
  });
});
