import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunksOf, reusable, sharedPrefix } from "./read-prompt.ts";

describe("chunksOf", () => {
  it("keeps every element, in pieces of 2 to the size", () => {
    fc.assert(
      fc.property(fc.nat({ max: 600 }), fc.integer({ min: 3, max: 130 }), (length, size) => {
        const list = Array.from({ length }, (_, index) => index);
        const chunks = chunksOf(list, size);
        expect(chunks.flat()).toEqual(list);
        for (const chunk of chunks) {
          expect(chunk.length).toBeLessThanOrEqual(size);
          expect(chunk.length).toBeGreaterThanOrEqual(Math.min(2, length));
        }
      }),
    );
  });
});

describe("reusable", () => {
  it("never leaves a single token to read, and never keeps more than is shared", () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), (one, other) => {
        const [shared, length] = [Math.min(one, other), Math.max(one, other)];
        const kept = reusable(shared, length);
        expect(kept).toBeLessThanOrEqual(shared);
        if (length >= 2) expect(length - kept).not.toBe(1);
        else expect(kept).toBe(0);
      }),
    );
  });
});

describe("sharedPrefix", () => {
  it("counts equal leading tokens", () => {
    expect(sharedPrefix([1, 2, 3], [1, 2, 4])).toBe(2);
    expect(sharedPrefix([], [1])).toBe(0);
  });
});
