import { describe, expect, it } from "vitest";
import { displayWidth } from "./display-width.ts";
import { foldLine } from "./fold-line.ts";

describe("foldLine", () => {
  it.each([
    ["short", 20, ["short"]],
    [
      "top_p  keeps the likeliest tokens",
      20,
      ["top_p  keeps the", "       likeliest", "       tokens"],
    ],
    ["  - one two three four five", 16, ["  - one two", "    three four", "    five"]],
    ["a very long first column  b", 24, ["a very long first column", "b"]],
    ["日本語 日本語 日本語", 14, ["日本語 日本語", "日本語"]],
    ["averyveryverylongword and more", 10, ["averyveryverylongword", "and more"]],
  ])("%j in %i columns", (line, width, lines) => {
    expect(foldLine(line, width).split("\n")).toEqual(lines);
  });

  it("counts what is seen, not the codes that colour it", () => {
    const line = "\u001b[36mtop_p\u001b[39m  \u001b[2mkeeps the tokens\u001b[22m";
    expect(foldLine(line, 18)).toBe(line.replace("the tokens", "the\n       tokens"));
  });
});

describe("displayWidth", () => {
  it.each([
    ["abc", 3],
    ["né", 2],
    ["ne\u0301", 2],
    ["日本", 4],
    ["👩‍👩‍👧 ok", 5],
    ["\u001b[1mx\u001b[22m", 1],
    ["·→›", 3],
  ])("%j", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});
