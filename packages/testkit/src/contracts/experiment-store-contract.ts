import assert from "node:assert/strict";
import { StoreError, type ExperimentStore, type Look } from "@colloquy/core";
import { answeredSample, plannedFixture } from "../lab/experiment-fixtures.ts";
import type { ContractCase } from "./contract-case.ts";

/** Opens an empty store. Closing it is the opener's affair. */
export type OpenExperimentStore = () => Promise<ExperimentStore>;
export type ExperimentStoreCase = ContractCase<OpenExperimentStore>;

const claim = { limit: 3, lease_ms: 1000, now: 1_000_000, worker: "one" };

async function opened(open: OpenExperimentStore) {
  const store = await open();
  const planned = plannedFixture();
  await store.put(planned.experiment, planned.samples, planned.look);
  return { store, ...planned, id: planned.experiment.id };
}

const refused = (work: Promise<unknown>): Promise<void> =>
  assert.rejects(work, (error: unknown) => error instanceof StoreError);

/** What every `ExperimentStore` must do. Each case opens a store of its own. */
export const experimentStoreContract: readonly ExperimentStoreCase[] = [
  {
    name: "keeps an experiment with its samples and its first look, unchanged",
    run: async (open) => {
      const { store, experiment, samples, look, id } = await opened(open);
      assert.deepEqual(await store.experiment(id), experiment);
      assert.deepEqual(await store.load(id), { experiment, samples, results: [], looks: [look] });
    },
  },
  {
    name: "put again adds nothing; the same id with another content is refused",
    run: async (open) => {
      const { store, experiment, samples, look, id } = await opened(open);
      await store.put(experiment, samples, look);
      assert.equal((await store.load(id))?.samples.length, samples.length);
      await refused(store.put({ ...experiment, question: "Another?" }, samples, look));
    },
  },
  {
    name: "hands samples out in order, each to one worker until its lease ends",
    run: async (open) => {
      const { store, samples, id } = await opened(open);
      const first = await store.claim(id, claim);
      assert.deepEqual(first, samples.slice(0, 3));
      const second = await store.claim(id, { ...claim, worker: "two" });
      assert.deepEqual(second, samples.slice(3, 6));
      const later = await store.claim(id, { ...claim, worker: "two", now: claim.now + 1000 });
      assert.deepEqual(later, samples.slice(0, 3));
    },
  },
  {
    name: "many workers at once never get the same sample",
    run: async (open) => {
      const { store, samples, id } = await opened(open);
      const workers = Array.from({ length: 8 }, (_, index) => `worker ${index}`);
      const claims = await Promise.all(
        workers.map((worker) => store.claim(id, { ...claim, limit: 2, worker })),
      );
      const ids = claims.flat().map((sample) => sample.id);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(ids.length, samples.length);
    },
  },
  {
    name: "a released sample is free at once, for its holder alone to release",
    run: async (open) => {
      const { store, samples, id } = await opened(open);
      const ids = (await store.claim(id, claim)).map((sample) => sample.id);
      await store.release(id, ids, "two");
      assert.deepEqual(await store.claim(id, claim), samples.slice(3, 6));
      await store.release(id, ids, "one");
      assert.deepEqual(await store.claim(id, claim), samples.slice(0, 3));
    },
  },
  {
    name: "keeps the first result of a sample and never hands that sample out again",
    run: async (open) => {
      const { store, samples, id } = await opened(open);
      const [sample] = await store.claim(id, claim);
      assert.ok(sample);
      const result = answeredSample(sample, "Wet.");
      await store.append(result);
      await store.append(answeredSample(sample, "Dry."));
      assert.deepEqual((await store.load(id))?.results, [result]);
      const rest = await store.claim(id, { ...claim, limit: 100, now: claim.now + 5000 });
      assert.deepEqual(rest, samples.slice(1));
    },
  },
  {
    name: "an extension adds its look and samples once",
    run: async (open) => {
      const { store, samples, look, id } = await opened(open);
      const more: Look = { ...look, number: 2, kind: "extension", samples_per_prompt: 1 };
      const [sample] = samples;
      assert.ok(sample);
      const extra = { ...sample, id: "f".repeat(32), index: 99, order: samples.length };
      await store.extend(more, [extra]);
      await store.extend(more, [extra]);
      const data = await store.load(id);
      assert.deepEqual(data?.looks, [look, more]);
      assert.deepEqual(data?.samples, [...samples, extra]);
      await refused(store.extend(more, [{ ...extra, id: "e".repeat(32) }]));
      await refused(store.extend({ ...more, experiment_id: "none" }, [extra]));
    },
  },
  {
    name: "lists and finds experiments with what became of their samples",
    run: async (open) => {
      const { store, samples, id } = await opened(open);
      const [first, second] = await store.claim(id, claim);
      assert.ok(first && second);
      await store.append(answeredSample(first, "Wet."));
      await store.append(answeredSample(second, "", { state: "failed", cause: "timeout" }));
      const [row] = await store.list();
      assert.deepEqual(
        [row?.id, row?.planned, row?.finished, row?.failed],
        [id, samples.length, 2, 1],
      );
      assert.deepEqual(await store.find("rain"), [row]);
      assert.deepEqual(await store.find(id.slice(0, 12)), [row]);
      assert.deepEqual(await store.find("nothing"), []);
    },
  },
  {
    name: "delete erases everything of an experiment",
    run: async (open) => {
      const { store, id } = await opened(open);
      await store.delete(id);
      assert.equal(await store.load(id), undefined);
      assert.deepEqual(await store.list(), []);
      await refused(store.claim(id, claim));
    },
  },
];
