import {
  type ExperimentDesign,
  estimateExperiment,
  InvalidInputError,
  parseCheck,
  parseMetric,
  parseMetrics,
  parseSweep,
  readExperimentFile,
} from "@colloquy/core";
import { cellNamed, FakeEnvironment, fixtureFacts, plannedFixture } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";

const prompt = (content: string) => ({ messages: [{ role: "user", content }] as const });

describe("cells", () => {
  it("a sweep gets the unset setting as its first row and baseline", () => {
    const { cells } = plannedFixture().experiment;
    expect(cells.map(({ label }) => label)).toEqual([
      "unset",
      "temperature=0",
      "temperature=0.7",
      "temperature=1.5",
    ]);
    const [first] = cells;
    expect(cells.map(({ baseline_id }) => baseline_id)).toEqual([
      null,
      first?.id,
      first?.id,
      first?.id,
    ]);
    expect(first?.parameters).toEqual({ max_tokens: 20 });
  });

  it("the present settings are the baseline, also when the sweep holds them already", () => {
    const given = { parameters: { temperature: 0.7, max_tokens: 20 } };
    const labels = plannedFixture(given).experiment.cells.map(({ label }) => label);
    expect(labels).toEqual(["temperature=0.7", "temperature=0", "temperature=1.5"]);
    const other = plannedFixture({ parameters: { temperature: 1 } }).experiment.cells;
    expect(other[0]).toMatchObject({ label: "present settings", parameters: { temperature: 1 } });
  });

  it("`first` or a label is the baseline when asked for", () => {
    const first = plannedFixture({ baseline: "first" }).experiment;
    expect(first.cells[0]).toMatchObject({ label: "temperature=0", baseline_id: null });
    const named = plannedFixture({ baseline: "temperature=1.5" }).experiment;
    expect(cellNamed(named, "temperature=0").baseline_id).toBe(
      cellNamed(named, "temperature=1.5").id,
    );
    expect(() => plannedFixture({ baseline: "none" })).toThrow(/no cell "none"/);
  });

  it("a parameter varied in one cell is decided in all", () => {
    const { cells } = plannedFixture({
      sweep: {},
      cells: [
        { label: "hot", parameters: { temperature: 1.5 } },
        { label: "narrow", parameters: { top_p: 0.1 } },
      ],
    }).experiment;
    expect(cells.map(({ unset }) => unset)).toEqual([
      ["temperature", "top_p"],
      ["top_p"],
      ["temperature"],
    ]);
  });

  it("on a model of which all is explicit, unset is its declared default, sent", () => {
    const facts = [{ ...fixtureFacts, explicit: { temperature: 0.2, top_p: 1 } }];
    const { cells } = plannedFixture({}, { facts }).experiment;
    expect(cells[0]).toMatchObject({
      unset: ["temperature"],
      parameters: { temperature: 0.2, top_p: 1, max_tokens: 20 },
    });
    expect(cells[1]?.parameters).toEqual({ temperature: 0, top_p: 1, max_tokens: 20 });
  });

  it("models multiply the cells, each with its own baseline; alone they are compared with the first", () => {
    const facts = ["a/one", "b/two"].map((model) => ({ ...fixtureFacts, model }));
    const models = facts.map(({ model }) => model);
    const both = plannedFixture({ models, sweep: { temperature: [0] } }, { facts }).experiment;
    expect(both.cells.filter(({ baseline_id }) => baseline_id === null)).toHaveLength(2);
    const alone = plannedFixture({ models, sweep: {} }, { facts }).experiment.cells;
    expect(alone[1]?.baseline_id).toBe(alone[0]?.id);
  });

  it("a smaller max_tokens is derived from the largest, where the answers tell their tokens", () => {
    const facts = [{ ...fixtureFacts, tells_tokens: true }];
    const change = { parameters: {}, sweep: { max_tokens: [10, 40] }, baseline: "first" };
    const planned = plannedFixture(change, { facts });
    const [small, large] = planned.experiment.cells;
    expect(small?.derived_from).toEqual({ cell_id: large?.id, max_tokens: 10 });
    expect(planned.samples).toHaveLength(4);
    expect(plannedFixture(change).samples).toHaveLength(8);
    const thinking = [{ ...fixtureFacts, tells_tokens: true, reasoning: true }];
    expect(plannedFixture(change, { facts: thinking }).samples).toHaveLength(8);
  });
});

describe("planned samples", () => {
  const big = { prompts: [prompt("a"), prompt("b"), prompt("c")], samples: 6 };

  it("have ids and seeds that depend on design and seed alone", () => {
    const one = plannedFixture(big);
    const two = plannedFixture(big, { environment: new FakeEnvironment({ now: 1 }) });
    const places = ({ samples }: typeof one) =>
      samples.map(({ id, seed, order, cell_id }) => ({ id, seed, order, cell_id }));
    expect(two.experiment.id).not.toBe(one.experiment.id);
    expect(places(two)).toEqual(places(one));
    const other = plannedFixture({ ...big, seed: 8 });
    expect(other.samples[0]?.id).not.toBe(one.samples[0]?.id);
    expect(new Set(one.samples.map(({ id }) => id)).size).toBe(72);
    for (const { seed } of one.samples) {
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
    }
  });

  it("are interleaved: every block of cells has each cell once, in changing order", () => {
    const { samples, experiment } = plannedFixture(big);
    const orders = new Set<string>();
    for (let at = 0; at < samples.length; at += experiment.cells.length) {
      const block = samples.slice(at, at + experiment.cells.length);
      expect(new Set(block.map(({ cell_id }) => cell_id)).size).toBe(experiment.cells.length);
      expect(new Set(block.map(({ prompt_id, index }) => `${prompt_id} ${index}`)).size).toBe(1);
      orders.add(block.map(({ cell_id }) => cell_id).join());
    }
    expect(orders.size).toBeGreaterThan(6);
  });
});

describe("what is refused before anything is spent", () => {
  const refused: readonly (readonly [string, Partial<ExperimentDesign>, RegExp])[] = [
    ["n = 0", { samples: 0 }, /samples is 0/],
    ["no prompt", { prompts: [] }, /prompts/],
    ["a prompt twice", { prompts: [prompt("a"), prompt("a")] }, /each prompt once/],
    ["no metric", { metrics: [] }, /metrics/],
    ["an unknown metric", { metrics: [{ name: "x", metric: "x" }] }, /no metric named "x"/],
    ["a bad swept value", { sweep: { temperature: [9] } }, /temperature is 9/],
    ["an unknown parameter", { sweep: { temprature: [1] } }, /temperature/],
    ["six looks", { looks: 6 }, /looks/],
    ["a goal that is not measured", { goal: { metric: "length", direction: "max" } }, /goal/],
    [
      "a schema without a validator",
      { metrics: [{ name: "v", metric: "valid_rate", options: { schema: {} } }] },
      /validator/,
    ],
    [
      "a schema that is none",
      { metrics: [{ name: "v", metric: "valid_rate", options: { as: "json_schema", schema: 3 } }] },
      /schema/,
    ],
    ["a pattern that is none", { metrics: [parseMetric("regex_rate=(")] }, /regular expression/],
    ["a race without a goal", { race: { budget: 1000 } }, /goal/],
    [
      "a budget under one sample a cell",
      { goal: { metric: "exact_match", direction: "max" }, race: { budget: 3 } },
      /race.budget/,
    ],
    [
      "a check that cannot pass",
      {
        samples: 40,
        sweep: { temperature: [1] },
        metrics: [parseMetric("contains_rate=x")],
        checks: [parseCheck("contains_rate >= .95")],
      },
      /at least 52/,
    ],
  ];

  it.each(refused)("%s", (_, change, words) => {
    expect(() => plannedFixture(change)).toThrow(InvalidInputError);
    expect(() => plannedFixture(change)).toThrow(words);
  });

  it("names field, what was given and what is allowed", () => {
    try {
      plannedFixture({ samples: 1.5 });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      if (!(error instanceof InvalidInputError)) return;
      expect(error.record.details).toEqual({
        field: "samples",
        given: 1.5,
        allowed: "a whole number of at least 1",
      });
      expect(error.record.remedy).toMatch(/samples/);
    }
  });
});

describe("the estimate", () => {
  it("counts calls, tokens, money and time, and what n can show", () => {
    const facts = [{ ...fixtureFacts, pricing: { prompt: "0.000001", completion: "0.000002" } }];
    const { experiment, samples } = plannedFixture({ samples: 16 }, { facts });
    const estimate = estimateExperiment(experiment, samples, {
      promptTokens: () => 10,
      assumedTokens: 256,
      secondsPerCall: () => 2,
      concurrency: 8,
    });
    expect(estimate).toMatchObject({
      calls: 64,
      prompt_tokens: 640,
      completion_tokens: 1280,
      seconds: 16,
      family: 6,
    });
    expect(estimate.cost_usd).toBeCloseTo(64 * (10e-6 + 40e-6), 12);
    // 16 samples, not the single one that temperature 0 repeats.
    expect(estimate.detectable_rate_difference).toBeCloseTo(0.643, 3);
  });

  it("says unknown for a price that is not known", () => {
    const { experiment, samples } = plannedFixture();
    const estimate = estimateExperiment(experiment, samples, {
      promptTokens: () => 10,
      assumedTokens: 256,
      secondsPerCall: () => null,
      concurrency: 1,
    });
    expect(estimate).toMatchObject({ cost_usd: null, seconds: null });
  });
});

describe("the experiment file", () => {
  const file = {
    version: 1,
    name: "codes",
    system: "Be brief.",
    prompts: ["A status code?", { prompt: "404?", expected: "Not Found" }],
    parameters: { max_tokens: 30 },
    sweep: { temperature: [0, "unset"] },
    presets: ["code"],
    samples: 8,
    metrics: ["distinct_answers", "contains_rate=code", { metric: "valid_rate", as: "json" }],
    goal: "contains_rate:max",
    margin: 0.1,
    checks: ["contains_rate >= .5"],
  };

  it("becomes a design", () => {
    const design = readExperimentFile(file, { model: "smollm2-135m" });
    expect(design).toMatchObject({
      name: "codes",
      models: ["smollm2-135m"],
      sweep: { temperature: [0, null] },
      cells: [{ label: "code", parameters: { temperature: 0.2, max_tokens: 500 } }],
      goal: { metric: "contains_rate", direction: "max" },
    });
    expect(design.prompts[1]).toMatchObject({ expected: "Not Found" });
    expect(design.prompts[0]?.messages[0]).toEqual({ role: "system", content: "Be brief." });
  });

  it.each([
    [{ ...file, version: 2 }, /version is 2, allowed is 1/],
    [{ ...file, prompts: [3] }, /prompts\[0\]/],
    [{ ...file, sampels: 3 }, /sampels/],
    [{ ...file, goal: "contains_rate" }, /METRIC:max or METRIC:min/],
    [{ ...file, presets: ["poet"] }, /chatbot/],
    [{ ...file, sweep: { temperature: [] } }, /sweep.temperature/],
    [{ ...file, race: { budget: 10, speed: 1 } }, /race.speed/],
    ["text", /experiment is "text", allowed is an object/],
  ])("refuses what is wrong, by its place", (wrong, words) => {
    expect(() => readExperimentFile(wrong, { model: "m" })).toThrow(words);
  });

  it("flags are read alike", () => {
    expect(parseSweep("temperature=0,.7,unset")).toEqual({
      name: "temperature",
      values: [0, 0.7, null],
    });
    expect(() => parseSweep("temperature")).toThrow(/NAME=VALUE/);
    expect(() => parseSweep("temperature=1,,2")).toThrow(/NAME=VALUE/);
    expect(parseMetrics("distinct_answers,regex_rate=a,b,length")).toEqual([
      { name: "distinct_answers", metric: "distinct_answers" },
      { name: "regex_rate=a,b", metric: "regex_rate", options: { pattern: "a,b" } },
      { name: "length", metric: "length" },
    ]);
    expect(parseMetric("number_rate=42±.5").options).toEqual({ value: 42, tolerance: 0.5 });
  });
});
