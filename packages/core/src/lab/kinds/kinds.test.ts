import { describe, expect, it } from "vitest";
import { randomFrom } from "../../sampling/random.ts";
import { quantile, quantileInterval } from "../statistics/order-statistics.ts";
import { binomialCdf } from "../statistics/special-functions.ts";
import { wilson } from "../statistics/wilson.ts";
import { distinctKind } from "./distinct-kind.ts";
import { match } from "./match.ts";
import { meanKind } from "./mean.ts";
import { quantileKind } from "./quantile.ts";
import { rate } from "./rate.ts";
import { similarity } from "./similarity.ts";
import { survival } from "./survival.ts";

const these = "these_prompts";
const same = (count: number, text = "a"): string[] => Array.from({ length: count }, () => text);

describe("rates", () => {
  it("Wilson covers 94–97%, exactly averaged over p from .02 to .98", () => {
    for (const n of [10, 16, 40, 80]) {
      let total = 0;
      for (let p = 0.02; p < 0.985; p += 0.01) {
        for (let x = 0; x <= n; x += 1) {
          const [low, high] = wilson(x / n, n);
          if (low <= p && p <= high) total += binomialCdf(x, n, p) - binomialCdf(x - 1, n, p);
        }
      }
      expect(total / 97).toBeGreaterThan(0.94);
      expect(total / 97).toBeLessThan(0.97);
    }
  });

  it("over prompts, equal prompts are no proof of anything beyond their number", () => {
    const all = Array.from({ length: 8 }, () => Array.from({ length: 50 }, () => 1));
    const [low] = rate.estimate(all, "prompts_like_these", [0, 1]).interval ?? [];
    expect(low).toBeGreaterThan(0.7);
    expect(low).toBeLessThan(0.9);
    expect(rate.estimate(all, these, [0, 1]).interval?.[0]).toBeGreaterThan(0.98);
  });
});

describe("distinct answers and exact match", () => {
  it("D ± 1.96 √(f₁ + 1), within [1, n]", () => {
    const answers = [...same(10), "b", "c", "d"];
    const { value, interval } = distinctKind.estimate([answers], these, null);
    expect(value).toBe(4);
    expect(interval?.[0]).toBe(1);
    expect(interval?.[1]).toBeCloseTo(4 + 1.96 * 2, 9);
    const all = Array.from({ length: 16 }, (_, index) => String(index));
    expect(distinctKind.estimate([all], these, null).interval?.[1]).toBe(16);
  });

  it("prompts with more answers are rarefied to the smallest number, and it is said", () => {
    const { notes, value } = distinctKind.estimate([same(8), [...same(4), "b", "c"]], these, null);
    expect(notes).toEqual(["rarefied to 6 answers a prompt"]);
    expect(value).toBeCloseTo((1 + 3) / 2, 9);
  });

  it("exact match counts disjoint pairs; copies give 1 with an honest lower end", () => {
    expect(match.estimate([same(16)], these, null)).toMatchObject({ value: 1 });
    expect(match.estimate([same(16)], these, null).interval?.[0]).toBeCloseTo(0.676, 3);
    expect(match.estimate([["a", "b", "a", "a", "x"]], these, null).value).toBe(0.5);
    expect(match.estimate([["a"]], these, null)).toMatchObject({ value: null, interval: null });
  });
});

describe("means", () => {
  it("shows values under 8, and where nothing differs", () => {
    expect(meanKind.estimate([[1, 2, 3]], these, null)).toMatchObject({ interval: null, value: 2 });
    const flat = meanKind.estimate([Array.from({ length: 20 }, () => 5)], these, [0, Infinity]);
    expect(flat).toMatchObject({ value: 5, interval: null });
  });

  it("at an end of what is possible the interval is the share's that could differ", () => {
    const ones = Array.from({ length: 20 }, () => 1);
    const { interval } = meanKind.estimate([ones], these, [0, 1]);
    expect(interval?.[1]).toBe(1);
    expect(interval?.[0]).toBeCloseTo(wilson(1, 20)[0], 12);
  });

  it("the same values always give the same interval", () => {
    const random = randomFrom(8);
    const values = [Array.from({ length: 30 }, () => Math.exp(random.normal()))];
    expect(meanKind.estimate(values, these, null)).toEqual(meanKind.estimate(values, these, null));
  });
});

describe("medians, p90 and lengths", () => {
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

  it("order statistics: a median from 6 values on, a p90 with an interval from 29 on", () => {
    expect(quantileInterval(upTo(5), 0.5)).toBeNull();
    expect(quantileInterval(upTo(6), 0.5)).toEqual([1, 6]);
    expect(quantile(upTo(10), 0.9)).toBe(9);
    const p90 = quantileKind(0.9, 20);
    expect(p90.estimate([upTo(19)], these, null).value).toBeNull();
    expect(p90.estimate([upTo(20)], these, null)).toMatchObject({ value: 18, interval: null });
    expect(p90.estimate([upTo(40)], these, null).interval).not.toBeNull();
  });

  it("a length cut by the cap counts as longer; a median beyond the cap has an open end", () => {
    const cut = (n: number) => Array.from({ length: n }, () => ({ value: 48, censored: true }));
    const ended = upTo(8).map((value) => ({ value, censored: false }));
    const half = survival.estimate([[...ended, ...cut(8)]], these, null);
    expect(half.interval?.[1]).toBeNull();
    const most = survival.estimate([[...ended, ...cut(20)]], these, null);
    expect(most.value).toBeNull();
    expect(most.notes.join()).toMatch(/beyond the cap/);
  });
});

describe("similarity", () => {
  const sets = (...texts: string[]) => texts.map((text) => new Set(text.split(" ")));

  it("is the mean over pairs; copies have no interval of zero width", () => {
    const eight = sets(...Array.from({ length: 8 }, () => "a b c"));
    const copies = similarity.estimate([eight], these, null);
    expect(copies.value).toBe(1);
    expect(copies.interval?.[0]).toBeLessThan(0.6);
    expect(similarity.estimate([sets("a b", "a c", "a b")], these, null)).toMatchObject({
      interval: null,
    });
    const three = similarity.estimate([sets("a b", "a c", "a b")], these, null).value;
    expect(three).toBeCloseTo((1 / 3 + 1 + 1 / 3) / 3, 12);
  });
});
