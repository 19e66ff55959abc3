import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectByMass } from "./select-by-mass.ts";

function bySorting(keys: Float64Array, masses: Float64Array, target: number): number[] {
  const sorted = [...keys.keys()].toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  const kept: number[] = [];
  let sum = 0;
  for (const index of sorted) {
    kept.push(index);
    sum += masses[index] ?? 0;
    if (sum >= target) break;
  }
  return kept.toSorted((a, b) => a - b);
}

describe("selectByMass", () => {
  it("selects what a full sort would", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 3000 }),
        fc.double({ min: 0, max: 1.1, noNaN: true }),
        (numbers, fraction) => {
          const keys = Float64Array.from(numbers, (each) => Math.sqrt(each));
          // Whole masses, so that no sum depends on the order of adding.
          const masses = Float64Array.from(numbers, (each) => each % 7);
          const target = Math.floor(fraction * masses.reduce((sum, mass) => sum + mass, 0));
          const selected = selectByMass(keys, masses, { target });
          const kept = [...selected.keys()].filter((index) => selected[index] === 1);
          expect(kept).toEqual(bySorting(keys, masses, target));
        },
      ),
    );
  });

  it("takes equal keys by index, or all of them when ties stay", () => {
    const keys = new Float64Array(5000).fill(1);
    const count = (ties: boolean) =>
      selectByMass(keys, 1, { target: 10, ties }).reduce((sum, each) => sum + each, 0);
    expect(count(false)).toBe(10);
    expect(count(true)).toBe(5000);
  });

  it("finds its way when one key lies far from all others", () => {
    const keys = Float64Array.from({ length: 100_000 }, (_, index) =>
      index === 0 ? -1e12 : index,
    );
    const selected = selectByMass(keys, 1, { target: 3 });
    expect(Array.from(selected.subarray(0, 5))).toEqual([1, 1, 1, 0, 0]);
  });
});
