import fc from "fast-check";
import { expect, test } from "vitest";
import { nthLargest } from "./nth-largest.ts";

test("is the value at that place of the sorted list", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 60 }),
      (values, count) => {
        const sorted = values.toSorted((one, other) => one - other);
        const expected = sorted[Math.max(0, values.length - count)] ?? 0;
        expect(nthLargest(Float64Array.from(values), count) - expected).toBe(0);
      },
    ),
  );
});
