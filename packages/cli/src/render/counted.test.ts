import { expect, it } from "vitest";
import { counted } from "./counted.ts";

it("counted says one thing in the singular, none and more in the plural", () => {
  expect([0, 1, 2].map((value) => counted(value, "answer"))).toEqual([
    "0 answers",
    "1 answer",
    "2 answers",
  ]);
  expect([1, 3].map((value) => counted(value, "summary", "summaries"))).toEqual([
    "1 summary",
    "3 summaries",
  ]);
});
