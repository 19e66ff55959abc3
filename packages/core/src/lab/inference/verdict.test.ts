import { describe, expect, it } from "vitest";
import { randomFrom } from "../../sampling/random.ts";
import { meanKind } from "../kinds/mean.ts";
import { rate } from "../kinds/rate.ts";
import { compare } from "./comparison.ts";
import { verdicts, type Question } from "./verdict.ts";

const random = randomFrom(4);
const normal = (n: number, center: number): number[] =>
  Array.from({ length: n }, () => center + random.normal());

function question(a: number[], b: number[], change: Partial<Question> = {}): Question {
  const options = { scope: "these_prompts", permutations: 1999, seed: 1 } as const;
  return {
    cell_id: "cell",
    baseline_id: "baseline",
    metric: "metric",
    scope: "these_prompts",
    comparison: compare(meanKind, [{ a, b }], options),
    worstCase: null,
    ...change,
  };
}

const options = { alpha: 0.05, goal: null, margins: {} };

describe("verdicts", () => {
  it("higher and lower, with an interval that excludes 0", () => {
    const [higher] = verdicts([question(normal(30, 2), normal(30, 0))], options);
    expect(higher).toMatchObject({ verdict: "higher", detectable: null });
    expect(higher?.interval?.[0]).toBeGreaterThan(0);
    const [lower] = verdicts([question(normal(30, 0), normal(30, 2))], options);
    expect(lower?.verdict).toBe("lower");
  });

  it("better and worse only for the goal's metric, by its direction", () => {
    const questions = [question(normal(30, 2), normal(30, 0))];
    const named = (metric: string, direction: "max" | "min") =>
      verdicts(questions, { ...options, goal: { metric, direction } })[0]?.verdict;
    expect(named("metric", "max")).toBe("better");
    expect(named("metric", "min")).toBe("worse");
    expect(named("another", "max")).toBe("higher");
  });

  it("equivalent only inside a declared margin", () => {
    const questions = [question(normal(200, 0), normal(200, 0))];
    const within = (margins: Record<string, number>) =>
      verdicts(questions, { ...options, margins })[0]?.verdict;
    expect(within({})).toBe("undecided");
    expect(within({ metric: 0.6 })).toBe("equivalent");
    expect(within({ metric: 0.01 })).toBe("undecided");
  });

  it("undecided tells what this n could have shown, and about so much it shows", () => {
    const [open] = verdicts([question(normal(25, 0), normal(25, 0))], options);
    expect(open?.verdict).toBe("undecided");
    const detectable = open?.detectable ?? NaN;
    expect(detectable).toBeGreaterThan(0.6);
    expect(detectable).toBeLessThan(1.1);
    let found = 0;
    for (let run = 0; run < 60; run += 1) {
      const [one] = verdicts([question(normal(25, 0.81), normal(25, 0))], options);
      if (one?.verdict === "higher") found += 1;
    }
    expect(found / 60).toBeGreaterThan(0.65);
  });

  it("the larger the family, the more it takes", () => {
    const twice = (values: number[]): number[] => [...values, ...values.map((x) => x + 0.1)];
    const borderline = question(
      twice([1.1, 0.3, 2, 1.5, 0.8, 1.7, 0.1, 1.3]),
      twice([0.3, -0.4, 1.1, 0.5, -0.2, 0.9, 0.6, 0.1]),
    );
    const noise = Array.from({ length: 40 }, () => question(normal(8, 0), normal(8, 0)));
    expect(verdicts([borderline], options)[0]?.verdict).toBe("higher");
    const [among] = verdicts([borderline, ...noise], options);
    expect(among).toMatchObject({ verdict: "undecided", family: 41 });
  });

  it("holds with failed calls only if it survives their worst case", () => {
    const [a, b] = [normal(20, 2), normal(20, 0)];
    const worst = (missing: number) => () =>
      question([...a, ...Array.from({ length: missing }, () => -4)], b).comparison;
    const [few] = verdicts([question(a, b, { worstCase: worst(1) })], options);
    expect(few?.verdict).toBe("higher");
    const [many] = verdicts([question(a, b, { worstCase: worst(10) })], options);
    expect(many?.verdict).toBe("undecided");
    expect(many?.notes.join()).toMatch(/worst case/);
  });

  it("what this n had an 80% chance to show is shown that often, and is never told of too few", () => {
    const rates = (n: number, share: number): number[] =>
      Array.from({ length: n }, () => (random.uniform() < share ? 1 : 0));
    const ofRates = (a: number[], b: number[]) =>
      compare(rate, [{ a, b }], {
        scope: "these_prompts",
        permutations: 999,
        seed: 1,
        bounds: [0, 1],
      });
    const alpha = 0.05 / 4;
    // Two shares of 0 have hardly any spread: what could be shown is no smaller for it.
    const detectable = ofRates(rates(16, 0), rates(16, 0))?.detectableAt(alpha) ?? NaN;
    let found = 0;
    for (let run = 0; run < 100; run += 1) {
      const one = ofRates(rates(16, detectable), rates(16, 0));
      if (one && one.p <= alpha && (one.intervalAt(1 - alpha)?.[0] ?? 0) > 0) found += 1;
    }
    expect(found / 100).toBeGreaterThan(0.74);
    expect(ofRates(rates(3, 0), rates(3, 0))?.detectableAt(alpha)).toBeNull();
    const three = compare(meanKind, [{ a: [1, 2, 3], b: [2, 3, 4] }], {
      scope: "these_prompts",
      permutations: 999,
      seed: 1,
    });
    expect(three?.detectableAt(alpha)).toBeNull();
  });

  it("a cell without spread by accident is no proof: the other side's interval is not all there is", () => {
    const [zeros, some] = [
      Array.from({ length: 16 }, () => 0),
      [0.4, ...Array.from({ length: 15 }, () => 0)],
    ];
    const found = compare(meanKind, [{ a: zeros, b: some }], {
      scope: "these_prompts",
      permutations: 999,
      seed: 1,
      bounds: [0, 1],
    });
    expect(found?.intervalAt(0.95)?.[1]).toBeGreaterThan(0.04);
  });

  it("prompts with few answers weigh as much in a rate's mean, so they widen its interval", () => {
    const width = (...counts: number[]): number => {
      const strata = counts.map((n) => Array.from({ length: n }, (_, at) => at % 2));
      const [low, high] = rate.estimate(strata, "these_prompts", [0, 1]).interval ?? [0, 0];
      return (high ?? 0) - low;
    };
    expect(width(16, 16)).toBeLessThan(width(30, 2) / 1.5);
  });

  it("speaks of these prompts where fewer than six have values in both cells", () => {
    const strata = Array.from({ length: 8 }, (_, prompt) => ({
      a: normal(8, 0),
      b: prompt < 4 ? normal(8, 0) : [],
    }));
    const options = { scope: "prompts_like_these", permutations: 99, seed: 1 } as const;
    expect(compare(meanKind, strata, options)?.scope).toBe("these_prompts");
    expect(compare(meanKind, [...strata, ...strata], options)?.scope).toBe("prompts_like_these");
  });

  it("one observation against one decides nothing", () => {
    const [open] = verdicts([question([3], [5])], options);
    expect(open).toMatchObject({ verdict: "undecided", interval: null });
  });

  it("never says a difference of rates larger than is possible", () => {
    const comparison = compare(
      rate,
      [{ a: Array.from({ length: 16 }, () => 1), b: Array.from({ length: 16 }, () => 0) }],
      { scope: "these_prompts", permutations: 999, seed: 1, bounds: [0, 1] },
    );
    expect(comparison?.difference).toBe(1);
    expect(comparison?.p).toBeLessThan(0.002);
    expect(comparison?.intervalAt(0.999)?.[1]).toBe(1);
  });
});
