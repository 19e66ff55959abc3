import type { SamplePlan } from "@colloquy/core";
import { answeredSample, plannedFixture } from "@colloquy/testkit";
import { afterEach, describe, expect, it } from "vitest";
import type { Store } from "../src/create-store.ts";
import { TemporaryStores } from "./temporary-stores.ts";

const stores = new TemporaryStores();
afterEach(() => stores.clear());

const claim = { limit: 1, lease_ms: 60_000, now: 1_000, worker: "one" };

async function planned(options: { samples: number; file?: string }) {
  const store = await stores.open(options.file === undefined ? {} : { file: options.file });
  const { experiment, samples, look } = plannedFixture({ samples: options.samples });
  await store.experiments.put(experiment, samples, look);
  return { store, experiment, samples, look, id: experiment.id };
}

/** Claims one sample after the other until none is left. */
async function claimAll(store: Store, id: string, worker: string): Promise<SamplePlan[]> {
  const all: SamplePlan[] = [];
  for (;;) {
    const [sample] = await store.experiments.claim(id, { ...claim, worker });
    if (!sample) return all;
    all.push(sample);
    await store.experiments.append(answeredSample(sample, worker));
  }
}

describe("experiments in SQLite", () => {
  it("keep results that come at once, all but those of no sample", async () => {
    const { store, samples, id } = await planned({ samples: 50 });
    const [first] = samples;
    if (!first) throw new Error("nothing planned");
    const stray = { ...answeredSample(first, "stray"), sample_id: "none" };
    const outcomes = await Promise.allSettled([
      ...samples.map((sample) => store.experiments.append(answeredSample(sample, "wet"))),
      store.experiments.append(stray),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(samples.length);
    expect(outcomes.at(-1)).toMatchObject({ reason: { record: { code: "not_found" } } });
    const data = await store.experiments.load(id);
    expect(data?.results.map(({ sample_id }) => sample_id)).toEqual(samples.map((each) => each.id));
    expect(await store.experiments.claim(id, { ...claim, limit: 10 })).toEqual([]);
  });

  it("count what samples cost, once, and still when the experiment is gone", async () => {
    const { store, samples, id } = await planned({ samples: 1 });
    const [sample] = samples;
    if (!sample) throw new Error("nothing planned");
    for (const text of ["wet", "dry"])
      await store.experiments.append(answeredSample(sample, text, { cost_usd: 0.5 }));
    const spent = [{ key: "", calls: 1, prompt_tokens: 5, cost_usd: 0.5 }];
    expect(await store.ledger.sum("conversation")).toMatchObject(spent);
    expect(await store.ledger.sum("model")).toMatchObject([{ key: "scripted", calls: 1 }]);
    await store.experiments.delete(id);
    expect(await store.ledger.sum("conversation")).toMatchObject(spent);
  });

  it("hand every sample to one of two openers, and are there for the next", async () => {
    const file = stores.file();
    const { store, samples, id } = await planned({ samples: 10, file });
    const other = await stores.open({ file });
    const [mine, theirs] = await Promise.all([
      claimAll(store, id, "mine"),
      claimAll(other, id, "theirs"),
    ]);
    const ids = [...mine, ...theirs].map((sample) => sample.id);
    expect(ids.toSorted()).toEqual(samples.map((sample) => sample.id).toSorted());
    await store.close();
    await other.close();
    const again = await stores.open({ file });
    expect((await again.experiments.load(id))?.results).toHaveLength(samples.length);
    expect(await again.experiments.list()).toMatchObject([
      { planned: samples.length, finished: samples.length, failed: 0 },
    ]);
  });

  it("refuse a sample or a look that says something else under the same name", async () => {
    const { store, experiment, samples, look } = await planned({ samples: 2 });
    const changed = samples.map((sample, index) => (index === 1 ? { ...sample, seed: 1 } : sample));
    await expect(store.experiments.put(experiment, changed, look)).rejects.toThrow("other content");
    const later = { ...look, at: "2030-01-01T00:00:00.000Z" };
    await expect(store.experiments.put(experiment, samples, later)).rejects.toThrow(
      "other content",
    );
    await store.experiments.put(experiment, samples, look);
  });
});
