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
    const borderline = question(
      [1.2, 0.4, 2.1, 1.6, 0.9, 1.8, 0.2, 1.4],
      [0.3, -0.4, 1.1, 0.5, -0.2, 0.9, 0.6, 0.1],
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
