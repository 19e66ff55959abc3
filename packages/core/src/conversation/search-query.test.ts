import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearchQuery } from "./search-query.ts";
import { findPlace } from "./search-snippet.ts";

const shown = (text: string) =>
  parseSearchQuery(text).map(({ words, prefix }) => words.join(" ") + (prefix ? "*" : ""));

describe("a search query", () => {
  it.each([
    ["green tea", ["green", "tea*"]],
    ["green tea ", ["green", "tea"]],
    ['"green tea" cup', ["green tea", "cup*"]],
    ['cup "green tea"', ["cup", "green tea"]],
    ['cup "green tea', ["cup", "green", "tea*"]],
    ["don't foo-bar", ["don t", "foo bar*"]],
    ["AND OR NOT NEAR(a b)", ["AND", "OR", "NOT", "NEAR a", "b"]],
    ["said:x *y ^z", ["said x", "y", "z"]],
    ["a", ["a"]],
    ["中", ["中*"]],
    ["temperature 0.7", ["temperature", "0 7"]],
    ['"" - * 👋', []],
  ])("%j is %j", (text, terms) => expect(shown(text)).toEqual(terms));

  it("holds words only, at least one a term, whatever was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        for (const { words } of parseSearchQuery(text)) {
          expect(words.length).toBeGreaterThan(0);
          for (const word of words) expect(word).toMatch(/^\p{M}*[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u);
        }
      }),
    );
  });

  it("stops at 32 terms", () => expect(parseSearchQuery("w ".repeat(500))).toHaveLength(32));
});

describe("the text around a hit", () => {
  const snippet = (text: string, query: string) =>
    findPlace([{ role: "user", text }], parseSearchQuery(query))?.snippet;

  it("marks what was found and shows some words on both sides", () => {
    const text = `${"before ".repeat(40)}the Café noir, there ${"after ".repeat(40)}`;
    const found = snippet(text, "cafe noi") ?? "";
    expect(found).toContain("the \u0001Café\u0002 \u0001noir\u0002, there after");
    expect(found).toMatch(/^…before .* after…$/);
    expect(found.match(/\p{L}+/gu)?.length).toBe(24);
  });

  it("shows the stretch with most of the terms", () => {
    const text = `one ${"x ".repeat(60)} two three`;
    expect(snippet(text, "one two three")).toContain("\u0001two\u0002 \u0001three\u0002");
  });

  it("is cut from the place that holds most of the terms, and says whether all are somewhere", () => {
    const places = [
      { role: "assistant", text: "about tea" },
      { role: "system", text: "green tea only" },
    ];
    const terms = parseSearchQuery("green tea");
    expect(findPlace(places, terms)).toEqual({
      role: "system",
      snippet: "\u0001green\u0002 \u0001tea\u0002 only",
      complete: true,
    });
    expect(findPlace(places.slice(0, 1), terms)?.complete).toBe(false);
    expect(findPlace(places, parseSearchQuery("coffee"))).toBeUndefined();
  });

  it("gives back the text's own characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, query) => {
        const plain = text.replace(/[\u0001\u0002…]/g, "");
        const found = snippet(plain, query)?.replace(/[\u0001\u0002…]/g, "");
        if (found !== undefined) expect(plain).toContain(found);
      }),
    );
  });
});
