import { readFileSync } from "node:fs";
import path from "node:path";
import {
  analyse,
  type ExperimentData,
  experimentFileSchema,
  metricTable,
  prefixOf,
  type SampleResult,
} from "@colloquy/core";
import { answeredSample, plannedFixture } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";
import { metricPage } from "./metric-page.ts";

const page = path.join(import.meta.dirname, "../../../../docs/generated/metrics.md");

const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  equals_rate: { value: "rain" },
  contains_rate: { value: "rain" },
  regex_rate: { pattern: "^r" },
  number_rate: { value: 3 },
  command_rate: { command: "test" },
};

async function measured(change: (result: SampleResult) => SampleResult) {
  const metrics = metricTable.map(({ name }) => ({
    name,
    metric: name,
    options: options[name] ?? {},
  }));
  const tools = { runCommand: async () => 0 };
  // Planned with a metric that needs no tool, then measured with all.
  const { experiment, samples, look } = plannedFixture({ samples: 40 });
  const data: ExperimentData = {
    experiment: { ...experiment, metrics },
    samples,
    results: samples.map((sample, index) =>
      change(answeredSample(sample, `rain ${index % 7} x y z`)),
    ),
    looks: [look],
  };
  const analysis = await analyse(data, { tools });
  const [, , cell] = analysis.cells;
  if (!cell) throw new Error("no cell");
  return { cell, analysis };
}

describe("the metric table", () => {
  it("is what the page says", () => {
    expect(readFileSync(page, "utf8")).toBe(metricPage());
  });

  it("is what the file's schema allows", () => {
    const allowed = experimentFileSchema.properties.metrics.items.anyOf[1].properties.metric.enum;
    expect(allowed).toEqual(metricTable.map(({ name }) => name));
  });

  it("every metric gives a value with interval and n, or says why not", async () => {
    const { cell } = await measured((result) => result);
    for (const { name } of metricTable) {
      const estimate = cell.metrics[name];
      expect(estimate, name).toBeDefined();
      if (estimate?.interval) expect(estimate.n, name).toBe(name === "first_divergence" ? 20 : 40);
      else expect(estimate?.notes.length, name).toBeGreaterThan(0);
    }
    expect(cell.metrics["contains_rate"]).toMatchObject({ value: 1, n: 40 });
    expect(cell.metrics["equals_rate"]?.value).toBe(0);
    expect(cell.metrics["failure_rate"]?.value).toBe(0);
    expect(cell.metrics["latency_p50_ms"]?.value).toBe(100);
  });

  it("failed calls count in every rate and are missing elsewhere", async () => {
    const { cell } = await measured((result) =>
      result.index < 10
        ? { ...result, state: "failed", completion: null, cause: "timeout" }
        : result,
    );
    expect(cell.metrics["contains_rate"]).toMatchObject({ value: 0.75, n: 40, missing: 0 });
    expect(cell.metrics["failure_rate"]?.value).toBe(0.25);
    expect(cell.metrics["truncated_rate"]?.value).toBe(0.25);
    expect(cell.metrics["repetition"]).toMatchObject({ n: 30, missing: 10 });
    expect(cell.failures).toMatchObject({ answered: 30, failed: 10, by_cause: { timeout: 10 } });
  });
});

describe("a smaller max_tokens", () => {
  const completion = answeredSample(
    plannedFixture().samples.slice(0, 1).flat()[0] ?? never(),
    "a b c d",
  ).completion;
  const detokenize = (ids: readonly number[]) => ids.map((id) => "abcd"[id]).join(" ");

  it("is a prefix of the same sample, cut with finish_reason length", () => {
    if (!completion) never();
    const [choice] = completion.choices;
    if (!choice) never();
    const whole = { ...completion, choices: [{ ...choice, token_ids: [0, 1, 2, 3] }] };
    const cut = prefixOf(whole, 2, detokenize);
    expect(cut?.choices[0]).toMatchObject({
      finish_reason: "length",
      token_ids: [0, 1],
      message: { content: "a b" },
    });
    expect(prefixOf(whole, 4, detokenize)?.choices[0]?.finish_reason).toBe("length");
    expect(prefixOf(whole, 5, detokenize)).toEqual(whole);
    expect(prefixOf(completion, 2, detokenize)).toBeNull();
  });
});

function never(): never {
  throw new Error("the fixture holds no sample");
}
