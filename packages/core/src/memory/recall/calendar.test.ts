import { expect, test } from "vitest";
import { dateKeys, dayKeys } from "./calendar.ts";

/** A Wednesday. */
const SAID = new Date("2026-05-13T10:00:00.000Z");

test.each<[string, readonly string[]]>([
  ["yesterday evening", ["d2026-05-12"]],
  ["we met last Friday", ["d2026-05-08"]],
  ["two weeks ago", ["d2026-04-29"]],
  ["the past weekend", ["d2026-05-10", "d2026-05-09"]],
  ["last month", ["m2026-04", "y2026"]],
  ["3 years ago", ["y2023"]],
  ["on 8 May 2024", ["d2024-05-08", "m2024-05", "e05-08"]],
  ["on March 3rd", ["e03-03", "n03"]],
  ["in May", ["n05"]],
  ["due 2026-07-01", ["d2026-07-01", "m2026-07"]],
])("“%s” means its day", (text, keys) => {
  expect(dateKeys(text, SAID)).toEqual(expect.arrayContaining([...keys]));
});

test.each(["you may go", "they march on", "no date at all", "a sunny day"])(
  "“%s” names no date",
  (text) => {
    expect(dateKeys(text, SAID)).toEqual([]);
  },
);

test("a relative date without a time of saying means nothing", () => {
  expect(dateKeys("yesterday", null)).toEqual([]);
});

test("a day is found by day, month, name of the month, year, and day of any year", () => {
  expect(dayKeys(SAID)).toEqual(["d2026-05-13", "m2026-05", "n05", "y2026", "e05-13"]);
});
