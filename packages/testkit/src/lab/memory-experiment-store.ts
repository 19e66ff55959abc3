import {
  type ClaimOptions,
  type Experiment,
  type ExperimentData,
  type ExperimentStore,
  type ExperimentSummary,
  type Look,
  type SamplePlan,
  type SampleResult,
  storeFailure,
} from "@colloquy/core";

interface Kept {
  experiment: Experiment;
  samples: SamplePlan[];
  looks: Look[];
  results: Map<string, SampleResult>;
  leases: Map<string, { worker: string; until: number }>;
}

/** An `ExperimentStore` in memory: for tests, and the plainest reading of its contract. */
export function createMemoryExperimentStore(): ExperimentStore {
  const all = new Map<string, Kept>();
  const keptOf = (id: string): Kept => {
    const found = all.get(id);
    if (!found) throw storeFailure("not_found", `no experiment ${id}`);
    return found;
  };
  return {
    put: async (experiment, samples, look) => {
      const found = all.get(experiment.id);
      if (!found) {
        all.set(experiment.id, {
          experiment: structuredClone(experiment),
          samples: samples.map((sample) => structuredClone(sample)),
          looks: [look],
          results: new Map(),
          leases: new Map(),
        });
      } else if (!isSame(found.experiment, experiment)) {
        throw storeFailure("exists", `experiment ${experiment.id} exists with another content`);
      }
    },
    extend: async (look, samples) => {
      const kept = keptOf(look.experiment_id);
      const earlier = kept.looks.find(({ number }) => number === look.number);
      const known = new Set(kept.samples.map(({ id }) => id));
      const fresh = samples.filter(({ id }) => !known.has(id));
      if (earlier && fresh.length > 0) {
        throw storeFailure("exists", `look ${look.number} exists with other samples`);
      }
      if (earlier) return;
      kept.looks.push(look);
      kept.samples.push(...fresh);
    },
    claim: async (id, options) => claimed(keptOf(id), options),
    release: async (id, sampleIds, worker) => {
      const { leases } = keptOf(id);
      for (const each of sampleIds) if (leases.get(each)?.worker === worker) leases.delete(each);
    },
    append: async (result) => {
      const { results, leases } = keptOf(result.experiment_id);
      if (!results.has(result.sample_id)) results.set(result.sample_id, structuredClone(result));
      leases.delete(result.sample_id);
    },
    experiment: async (id) => all.get(id)?.experiment,
    find: async (text) =>
      summaries(all).filter(({ id, name }) => id.startsWith(text) || name === text),
    list: async ({ limit = Infinity } = {}) => summaries(all).slice(0, limit),
    load: async (id) => {
      const kept = all.get(id);
      return kept && dataOf(kept);
    },
    delete: async (id) => {
      all.delete(id);
    },
    close: async () => undefined,
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function claimed(
  { samples, results, leases }: Kept,
  { limit, lease_ms, now, worker }: ClaimOptions,
): readonly SamplePlan[] {
  const free = samples
    .filter(({ id }) => !results.has(id) && (leases.get(id)?.until ?? 0) <= now)
    .toSorted((a, b) => a.order - b.order)
    .slice(0, limit);
  for (const { id } of free) leases.set(id, { worker, until: now + lease_ms });
  return free;
}

function dataOf({ experiment, samples, results, looks }: Kept): ExperimentData {
  return structuredClone({
    experiment,
    samples: samples.toSorted((a, b) => a.order - b.order),
    results: [...results.values()],
    looks,
  });
}

function summaries(all: ReadonlyMap<string, Kept>): readonly ExperimentSummary[] {
  return [...all.values()]
    .map(({ experiment, samples, results }) => ({
      id: experiment.id,
      name: experiment.name,
      question: experiment.question,
      created_at: experiment.created_at,
      models: experiment.models.map(({ model }) => model),
      cells: experiment.cells.length,
      planned: samples.length,
      finished: results.size,
      failed: [...results.values()].filter(({ state }) => state !== "complete").length,
    }))
    .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
}
