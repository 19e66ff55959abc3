import fc from "fast-check";
import { expect, it } from "vitest";
import { sameJson } from "./same-json.ts";

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

it("is the same after a walk through text, and with its keys turned round", () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, field]) => [key, turned(field)]),
    );
  };
  fc.assert(
    fc.property(json, (value) => {
      expect(sameJson(value, JSON.parse(JSON.stringify(value)))).toBe(true);
      expect(sameJson(value, turned(value))).toBe(true);
    }),
  );
});

it("differs where the text with sorted keys differs", () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(sameJson([a], [a, b])).toBe(false);
      expect(sameJson({ a }, { a, b })).toBe(false);
      expect(sameJson({ a, b: undefined }, { a })).toBe(true);
      expect(sameJson(a, b)).toBe(sameJson(b, a));
    }),
  );
  expect(sameJson(0, false)).toBe(false);
  expect(sameJson(null, undefined)).toBe(false);
  expect(sameJson({}, [])).toBe(false);
});
