import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** What the scripts in `simulation/` found, as committed. */
function simulated<T>(name: string): T {
  const file = path.join(import.meta.dirname, "../../simulation", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

interface Case {
  method: string;
  setting: string;
  shown: number;
  coverage: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Wilson's interval moves in steps, so that it lies above and below: it is judged by its average. */
const inSteps = (method: string): boolean => method === "rate" || method === "match";

describe("the committed simulations", () => {
  const { repetitions, cases } = simulated<{ repetitions: number; cases: Case[] }>("coverage");
  const shown = cases.filter((each) => each.shown > 0);

  it("cover the truth in 93.5% of intervals shown, within two standard errors of the simulation", () => {
    const error = 2 * Math.sqrt((0.935 * 0.065) / repetitions);
    const low = shown.filter(
      ({ method, coverage }) => !inSteps(method) && coverage < 0.935 - error,
    );
    expect(low).toEqual([]);
    for (const method of ["rate", "match"])
      expect(
        mean(shown.filter((each) => each.method === method).map((each) => each.coverage)),
      ).toBeGreaterThan(0.935);
  });

  it("have Wilson's at 94 to 97%, averaged over the shares", () => {
    for (const { coverage } of cases.filter(({ method }) => method === "Wilson")) {
      expect(coverage).toBeGreaterThan(0.94);
      expect(coverage).toBeLessThan(0.97);
    }
  });

  it("have differences covered on average, and no direction that is wrong in more than 5%", () => {
    const differences = simulated<{
      averages: Record<string, number>;
      cases: { setting: string; wrong: number }[];
    }>("differences");
    for (const average of Object.values(differences.averages))
      expect(average).toBeGreaterThan(0.935);
    expect(differences.cases.filter(({ wrong }) => wrong > 0.05)).toEqual([]);
  });

  it("have a false verdict in at most 5% of families", () => {
    const { results } = simulated<{ results: { null_hypothesis: string; wrong: number }[] }>(
      "false-verdicts",
    );
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ wrong }) => wrong > 0.05)).toEqual([]);
  });

  it("have a wrong label in at most 5% of probes, and at most 20% of labels left open", () => {
    const { results } = simulated<{ results: { wrong: number; undetermined: number }[] }>("probe");
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ wrong }) => wrong > 0.05)).toEqual([]);
    expect(results.filter(({ undetermined }) => undetermined > 0.2)).toEqual([]);
  });
});
