import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../inference/comparison.ts";
import { difference, permutationTest, type ComparedStratum } from "../inference/permutation.ts";
import { meanKind } from "../kinds/mean.ts";
import { rate } from "../kinds/rate.ts";
import { rarefied } from "./distinct.ts";
import { holm } from "./holm.ts";
import { meanOf } from "./interval.ts";
import { pairMean } from "./jackknife.ts";
import { kaplanMeier, survivalQuantile } from "./kaplan-meier.ts";
import { binomialCdf, normalQuantile, studentCdf, studentQuantile } from "./special-functions.ts";
import { wilson } from "./wilson.ts";

// Made by reference/statistics_reference.py with scipy and statsmodels.
interface Reference {
  wilson: { x: number; n: number; low: number; high: number }[];
  newcombe: { x1: number; n1: number; x2: number; n2: number; low: number; high: number }[];
  student: { p: number; df: number; t: number }[];
  normal: { p: number; z: number }[];
  binomial: { k: number; n: number; p: number; cdf: number }[];
  welch_permutation: {
    a: number[];
    b: number[];
    p: number;
    difference: number;
    statistic: number;
    df: number;
    low: number;
    high: number;
  }[];
  survival: {
    values: number[];
    ended: number[];
    times: number[];
    survival: number[];
    standard_error: number[];
    median: number | null;
  }[];
  holm: { p: number[]; adjusted: number[] }[];
  rarefaction: { items: string; m: number; expected: number }[];
  jackknife: { matrix: number[][]; value: number; variance: number }[];
}

const file = path.join(import.meta.dirname, "../../../reference/statistics-reference.json");
const reference = JSON.parse(readFileSync(file, "utf8")) as Reference;
const these = { scope: "these_prompts", permutations: 40_000, seed: 3 } as const;

function stratumOf(a: readonly number[], b: readonly number[]): ComparedStratum {
  const items = [...a, ...b];
  return {
    statisticOf: (indices) => meanOf(items, indices),
    a: Int32Array.from(a, (_, index) => index),
    b: Int32Array.from(b, (_, index) => a.length + index),
  };
}

describe("against scipy and statsmodels", () => {
  it("Wilson's interval to 1e-9", () => {
    for (const { x, n, low, high } of reference.wilson) {
      const [ourLow, ourHigh] = wilson(x / n, n);
      expect(Math.abs(ourLow - low), `${x} of ${n}`).toBeLessThan(1e-9);
      expect(Math.abs(ourHigh - high), `${x} of ${n}`).toBeLessThan(1e-9);
    }
  });

  it("Newcombe's interval of a difference of rates", () => {
    for (const { x1, n1, x2, n2, low, high } of reference.newcombe) {
      const values = (x: number, n: number) => Array.from({ length: n }, (_, i) => (i < x ? 1 : 0));
      const strata = [{ a: values(x1, n1), b: values(x2, n2) }];
      const interval = compare(rate, strata, { ...these, permutations: 10 })?.intervalAt(0.95);
      expect(interval?.[0]).toBeCloseTo(low, 9);
      expect(interval?.[1]).toBeCloseTo(high, 9);
    }
  });

  it("quantiles of Student's t and the normal, the binomial distribution", () => {
    for (const { p, df, t } of reference.student) {
      expect(Math.abs(studentQuantile(p, df) / t - 1), `p ${p} df ${df}`).toBeLessThan(1e-9);
      expect(studentCdf(t, df)).toBeCloseTo(p, 10);
    }
    for (const { p, z } of reference.normal) expect(normalQuantile(p)).toBeCloseTo(z, 9);
    for (const { k, n, p, cdf } of reference.binomial) {
      expect(binomialCdf(k, n, p)).toBeCloseTo(cdf, 10);
    }
  });

  it("Welch's difference, its degrees of freedom and interval; the permutation p-value", () => {
    for (const { a, b, ...expected } of reference.welch_permutation) {
      const found = compare(meanKind, [{ a, b }], these);
      const interval = found?.intervalAt(0.95);
      const welch = difference([stratumOf(a, b)]);
      expect(found?.difference).toBeCloseTo(expected.difference, 10);
      expect(welch.value / welch.standardError).toBeCloseTo(expected.statistic, 9);
      const half = studentQuantile(0.975, expected.df) * welch.standardError;
      expect(welch.value - half).toBeCloseTo(expected.low, 9);
      expect(welch.value + half).toBeCloseTo(expected.high, 9);
      // Ours is made of both cells' own intervals, which allow for skewness: wider, by less than half.
      expect(interval?.[0]).toBeLessThanOrEqual(expected.low + 0.05 * half);
      expect(interval?.[0]).toBeGreaterThan(expected.low - half);
      // Ours draws relabellings: within four standard errors of the p-value over all of them; a large one is
      // known less well, since its drawing stops after 25 extreme ones.
      const draws = Math.min(40_000, 25 / expected.p);
      const error = Math.sqrt((expected.p * (1 - expected.p)) / draws);
      const p = permutationTest([stratumOf(a, b)], these);
      expect(Math.abs(p - expected.p)).toBeLessThan(4 * error + 1e-4);
      expect(found?.p).toBeGreaterThanOrEqual(p);
    }
  });

  it("Kaplan–Meier's curve, Greenwood's error and the median", () => {
    for (const { values, ended, ...expected } of reference.survival) {
      const steps = kaplanMeier(
        values.map((value, index) => ({ value, censored: ended[index] === 0 })),
      );
      expect(steps.map(({ time }) => time)).toEqual(expected.times);
      steps.forEach(({ survival, greenwood }, index) => {
        expect(survival).toBeCloseTo(expected.survival[index] ?? NaN, 10);
        if (survival > 0) {
          const se = survival * Math.sqrt(greenwood);
          expect(se).toBeCloseTo(expected.standard_error[index] ?? NaN, 10);
        }
      });
      expect(survivalQuantile(steps, 0.5)).toBe(expected.median);
    }
  });

  it("Holm's adjustment, rarefaction over all subsets, the jackknife of a pair mean", () => {
    for (const { p, adjusted } of reference.holm) {
      holm(p).forEach((each, index) => expect(each).toBeCloseTo(adjusted[index] ?? NaN, 12));
    }
    for (const { items, m, expected } of reference.rarefaction) {
      expect(rarefied(Array.from(items), m)).toBeCloseTo(expected, 10);
    }
    for (const { matrix, value, variance } of reference.jackknife) {
      const found = pairMean(
        { values: Float64Array.from(matrix.flat()), size: matrix.length },
        Int32Array.from(matrix, (_, index) => index),
      );
      expect(found.value).toBeCloseTo(value, 12);
      expect(found.variance).toBeCloseTo(variance, 12);
    }
  });
});
