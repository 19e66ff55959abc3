import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerText, type Released } from "./answer-text.ts";

/** Feeds a text, cut into tokens of the given byte lengths. */
function feed(text: string, stops: string[], lengths: number[]): Released<number>[] {
  const answer = new AnswerText<number>(stops);
  const bytes = Buffer.from(text);
  const out: Released<number>[] = [];
  let at = 0;
  for (let id = 0; at < bytes.length && !answer.stopped; id++) {
    const length = lengths[id % lengths.length] ?? 1;
    out.push(answer.push(id, bytes.subarray(at, at + length), id));
    at += length;
  }
  out.push(answer.end());
  return out;
}

const textOf = (released: Released<number>[]): string => released.map(({ text }) => text).join("");
const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 });

describe("AnswerText", () => {
  it("gives back every text, however its bytes are cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), lengths, (drawn, cuts) => {
        const text = drawn.toWellFormed();
        const released = feed(text, [], cuts);
        expect(textOf(released)).toBe(text);
        expect(released.flatMap(({ token_ids }) => token_ids)).toEqual(
          released.flatMap(({ extras }) => extras),
        );
      }),
    );
  });

  it("ends before the earliest stop string, wherever it is cut", () => {
    const stops = fc.array(
      fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 1, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "é"), maxLength: 30 });
    fc.assert(
      fc.property(text, stops, lengths, (whole, words, cuts) => {
        const places = words.map((word) => whole.indexOf(word)).filter((place) => place >= 0);
        const end = places.length > 0 ? Math.min(...places) : whole.length;
        const given = textOf(feed(whole, words, cuts));
        // A longer stop string that ends later may hide behind a shorter one that ends first.
        expect(whole.startsWith(given)).toBe(true);
        expect(given.length).toBeGreaterThanOrEqual(end);
        if (words.length === 1) expect(given.length).toBe(end);
      }),
    );
  });

  it("keeps U+FEFF, at the beginning too", () => {
    expect(textOf(feed("\uFEFFa", [], [1]))).toBe("\uFEFFa");
  });

  it("holds back what may become a stop string, and lets it go when it does not", () => {
    const answer = new AnswerText<undefined>(["END"]);
    const push = (id: number, text: string) => answer.push(id, Buffer.from(text), undefined).text;
    expect([push(1, "one E"), push(2, "N"), push(3, "d")]).toEqual(["", "", "one ENd"]);
    expect(push(4, "END of it")).toBe("");
    expect(answer.stopped).toBe(true);
  });

  it("names only tokens that lie wholly in the text", () => {
    const answer = new AnswerText<undefined>(["!"]);
    const first = answer.push(1, Buffer.from("Hi"), undefined);
    const second = answer.push(2, Buffer.from(" you! and"), undefined);
    expect([first.token_ids, second.text, second.token_ids]).toEqual([[1], " you", []]);
  });

  it("shows a character that never ends as U+FFFD", () => {
    const answer = new AnswerText<undefined>([]);
    expect(answer.push(1, Uint8Array.of(0xf0, 0x9f), undefined).text).toBe("");
    expect(answer.end()).toMatchObject({ text: "\uFFFD", token_ids: [1] });
  });
});
