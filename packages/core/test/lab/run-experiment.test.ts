import {
  type Analysis,
  analyse,
  ApiError,
  type ChatRequest,
  ConnectionError,
  type ExperimentDesign,
  type ExperimentEvent,
  type ExperimentStore,
  parseMetrics,
  planExtension,
  ProtocolError,
  randomFrom,
  runExperiment,
} from "@colloquy/core";
import {
  cellNamed,
  createMemoryExperimentStore,
  FakeEnvironment,
  plannedFixture,
  ScriptedModel,
  type ScriptedAnswer,
} from "@colloquy/testkit";
import { describe, expect, it } from "vitest";

const words = ["rain", "falls", "softly", "on", "grey", "roofs", "and", "streets", "tonight"];

/** Texts that vary with temperature and seed alone, as a model inside the process does. */
function written(request: ChatRequest): string {
  const temperature = Number(request["temperature"] ?? 1);
  const random = randomFrom(temperature === 0 ? 0 : Number(request["seed"]));
  const range = Math.max(1, Math.ceil(temperature * words.length));
  return Array.from({ length: 12 }, () => words[random.integer(Math.min(range, 9))]).join(" ");
}

const measured = {
  samples: 16,
  metrics: parseMetrics("distinct_answers,exact_match,repetition,self_similarity,failure_rate"),
} satisfies Partial<ExperimentDesign>;

async function run(
  change: Partial<ExperimentDesign>,
  script: (request: ChatRequest, call: number) => ScriptedAnswer,
  { concurrency = 8 } = {},
) {
  const environment = new FakeEnvironment();
  const store = createMemoryExperimentStore();
  const planned = plannedFixture(change, { environment });
  await store.put(planned.experiment, planned.samples, planned.look);
  const model = new ScriptedModel(script);
  const events = await drawn(store, planned.experiment.id, { environment, model, concurrency });
  return { store, planned, model, events, environment };
}

async function drawn(
  store: ExperimentStore,
  id: string,
  given: {
    environment: FakeEnvironment;
    model: ScriptedModel;
    concurrency?: number;
    signal?: AbortSignal;
  },
): Promise<ExperimentEvent[]> {
  const { environment, model, concurrency = 8, signal } = given;
  const events: ExperimentEvent[] = [];
  const ports = {
    store,
    environment,
    model: () => model,
    sleep: async (ms: number) => environment.advance(ms),
  };
  const options = { concurrency, ...(signal ? { signal } : {}) };
  for await (const event of runExperiment(id, ports, options)) events.push(event);
  return events;
}

async function analysed(store: ExperimentStore, id: string): Promise<Analysis> {
  const data = await store.load(id);
  if (!data) throw new Error("no experiment");
  return analyse(data);
}

describe("an experiment from design to verdict", () => {
  it("temperature 0 gives exact match 1; hot cells are more varied, and the verdicts say so", async () => {
    const { store, planned } = await run(measured, written);
    const analysis = await analysed(store, planned.experiment.id);
    const cold = cellNamed(planned.experiment, "temperature=0");
    const result = analysis.cells.find(({ cell }) => cell.id === cold.id);
    expect(result?.metrics["exact_match"]).toMatchObject({ value: 1, n: 16 });
    expect(result?.metrics["distinct_answers"]).toMatchObject({ value: 1 });
    for (const { metrics } of analysis.cells) {
      for (const estimate of Object.values(metrics)) {
        if (estimate.interval === null) expect(estimate.values).not.toBeNull();
        else expect(estimate.interval[1]).toBeGreaterThan(estimate.interval[0]);
      }
    }
    const verdict = analysis.verdicts.find(
      ({ cell_id, metric }) => cell_id === cold.id && metric === "distinct_answers",
    );
    expect(verdict).toMatchObject({ verdict: "lower", scope: "these_prompts" });
    expect(verdict?.interval?.[1]).toBeLessThan(0);
  });

  it("the same seed gives the same numbers at any concurrency", async () => {
    const results = await Promise.all(
      [1, 8, 16].map(async (concurrency) => {
        const { store, planned } = await run(measured, written, { concurrency });
        const { cells, verdicts } = await analysed(store, planned.experiment.id);
        return { metrics: cells.map(({ metrics }) => metrics), verdicts };
      }),
    );
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it("sends the swept and the set parameters, a seed of its own, and nothing else", async () => {
    const { model, planned } = await run({}, written);
    const sent = model.calls.map(({ request }) => request);
    expect(new Set(sent.map(({ seed }) => seed)).size).toBe(sent.length);
    for (const request of sent) {
      const names = Object.keys(request).filter((name) => name !== "temperature");
      expect(names.toSorted()).toEqual(["max_tokens", "messages", "model", "seed"]);
    }
    expect(sent.filter((request) => request["temperature"] === undefined)).toHaveLength(4);
    expect(cellNamed(planned.experiment, "unset")).toMatchObject({
      unset: ["temperature"],
      baseline_id: null,
    });
  });

  it("never asks more at once than allowed", async () => {
    let atOnce = 0;
    let most = 0;
    const { events } = await run(
      {},
      (request) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        const done = Promise.resolve().then(() => (atOnce -= 1));
        return [{ wait: done }, written(request)];
      },
      { concurrency: 3 },
    );
    expect(most).toBeLessThanOrEqual(3);
    expect(events.at(-1)).toMatchObject({ type: "finished", finished: 16, planned: 16 });
  });
});

describe("an upstream that fails", () => {
  it("accounts for every call by its cause and takes no failure for an answer", async () => {
    const random = randomFrom(5);
    const limited = new ApiError({
      message: "slow down",
      status: 429,
      retryable: true,
      retry_after_s: 2,
    });
    const { store, planned, events } = await run({ ...measured, samples: 50 }, (request) => {
      const chance = random.uniform();
      if (chance < 0.1) return [{ error: limited }];
      if (chance < 0.15) {
        return ["half an ", { error: new ConnectionError({ message: "reset", retryable: false }) }];
      }
      if (chance < 0.17) return [{ error: new ProtocolError({ message: "not JSON" }) }];
      return written(request);
    });
    const data = await store.load(planned.experiment.id);
    expect(data?.results).toHaveLength(200);
    const { cells } = await analysed(store, planned.experiment.id);
    for (const { failures } of cells) {
      expect(failures.answered + failures.failed).toBe(50);
      const causes = Object.values(failures.by_cause).reduce((sum, count) => sum + count, 0);
      expect(causes).toBe(failures.failed);
      expect(failures.attempts).toBeGreaterThanOrEqual(50);
    }
    const total = cells.reduce((sum, { failures }) => sum + failures.failed, 0);
    expect(total).toBeGreaterThan(4);
    expect(data?.results.filter(({ cause }) => cause === "cut")).not.toHaveLength(0);
    expect(data?.results.filter(({ cause }) => cause === "malformed")).not.toHaveLength(0);
    for (const result of data?.results ?? []) {
      if (result.cause === "cut") expect(result.state).toBe("interrupted");
      if (result.state === "complete") expect(result.error).toBeNull();
    }
    expect(events.filter(({ type }) => type === "paused")).not.toHaveLength(0);
    const unset = cellNamed(planned.experiment, "unset").id;
    const row = cells.find(({ cell }) => cell.id === unset);
    expect(row?.metrics["failure_rate"]?.n).toBe(50);
    expect(row?.metrics["distinct_answers"]?.n).toBe(row?.failures.answered);
  });
});

describe("stopping and going on", () => {
  it("a stopped run gives its samples back, and the next one ends with the same result", async () => {
    const environment = new FakeEnvironment();
    const store = createMemoryExperimentStore();
    const planned = plannedFixture(measured, { environment });
    await store.put(planned.experiment, planned.samples, planned.look);
    const stop = new AbortController();
    const slow = new ScriptedModel((request, call) => {
      if (call === 20) stop.abort();
      return written(request);
    });
    const { id } = planned.experiment;
    const stopped = drawn(store, id, { environment, model: slow, signal: stop.signal });
    await expect(stopped).rejects.toThrow("stopped");
    const half = (await store.load(id))?.results.length ?? 0;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(64);
    const model = new ScriptedModel(written);
    await drawn(store, id, { environment, model });
    expect(model.calls).toHaveLength(64 - half);
    const whole = await run(measured, written);
    const [a, b] = [
      await analysed(store, id),
      await analysed(whole.store, whole.planned.experiment.id),
    ];
    expect(a.cells.map(({ metrics }) => metrics)).toEqual(b.cells.map(({ metrics }) => metrics));
  });

  it("a killed run leaves leases behind: the next of its name takes them over, another's does not", async () => {
    const environment = new FakeEnvironment();
    const store = createMemoryExperimentStore();
    const { experiment, samples, look } = plannedFixture({}, { environment });
    await store.put(experiment, samples, look);
    const killed = { lease_ms: 3_600_000, now: environment.now() };
    await store.claim(experiment.id, { ...killed, limit: 3, worker: "colloquy" });
    await store.claim(experiment.id, { ...killed, limit: 2, worker: "elsewhere" });
    const model = new ScriptedModel(written);
    const events = await drawn(store, experiment.id, { environment, model });
    expect(model.calls).toHaveLength(14);
    expect(events.at(-1)).toMatchObject({ type: "finished", finished: 14, planned: 16 });
  });

  it("an extension is a look of its own: fresh samples, a fifth of the error, and said so", async () => {
    const { store, planned, environment } = await run(measured, written);
    const { id } = planned.experiment;
    const data = await store.load(id);
    if (!data) throw new Error("no data");
    const more = planExtension(data, { count: 4, at: "2026-09-02T00:00:00.000Z" });
    await store.extend(more.look, more.samples);
    await drawn(store, id, { environment, model: new ScriptedModel(written) });
    const after = await store.load(id);
    expect(after?.results).toHaveLength(4 * 20);
    expect(new Set(after?.samples.map((sample) => sample.seed)).size).toBe(80);
    const analysis = await analysed(store, id);
    expect(analysis.alpha).toBeCloseTo(0.01, 12);
    expect(analysis.notes.join()).toMatch(/exploratory/);
  });
});
