import {
  sameJson,
  storeFailure,
  type ClaimOptions,
  type Experiment,
  type LedgerEntry,
  type Look,
  type SamplePlan,
  type SampleResult,
} from "@colloquy/core";
import { findExperiment, knownExperiment, looksOf, samplesOf } from "./experiment-queries.ts";
import { keepCalls } from "./kysely-ledger.ts";
import type { StoreDatabase } from "./store-dialect.ts";

/** Rows in one statement: engines limit the number of parameters. */
const CHUNK = 200;

export async function putExperiment(
  trx: StoreDatabase,
  {
    experiment,
    samples,
    look,
  }: { experiment: Experiment; samples: readonly SamplePlan[]; look: Look },
): Promise<void> {
  const { id, name, created_at } = experiment;
  const known = await findExperiment(trx, id);
  if (known && !sameJson(known, experiment))
    throw storeFailure("exists", `experiment ${id} exists with other content`);
  if (!known)
    await trx
      .insertInto("experiments")
      .values({ id, name, created_at, record: JSON.stringify(experiment) })
      .execute();
  await addLook(trx, { look, samples });
}

/** Adds a look with its samples once; the same number with others is refused. */
export async function addLook(
  trx: StoreDatabase,
  { look, samples }: { look: Look; samples: readonly SamplePlan[] },
): Promise<void> {
  const { experiment_id, number } = look;
  await knownExperiment(trx, experiment_id);
  const looks = await looksOf(trx, experiment_id);
  const earlier = looks.find((other) => other.number === number);
  const fresh = await newSamples(trx, { experiment_id, samples });
  if (earlier && (fresh.length > 0 || !sameJson(earlier, look)))
    throw storeFailure(
      "exists",
      `look ${number} of experiment ${experiment_id} exists with other content`,
    );
  if (earlier) return;
  await trx
    .insertInto("looks")
    .values({ experiment_id, number, record: JSON.stringify(look) })
    .execute();
  for (let from = 0; from < fresh.length; from += CHUNK)
    await trx
      .insertInto("samples")
      .values(fresh.slice(from, from + CHUNK).map(sampleRow))
      .execute();
}

async function newSamples(
  trx: StoreDatabase,
  { experiment_id, samples }: { experiment_id: string; samples: readonly SamplePlan[] },
): Promise<readonly SamplePlan[]> {
  const known = new Map((await samplesOf(trx, experiment_id)).map((sample) => [sample.id, sample]));
  return samples.filter((sample) => {
    const there = known.get(sample.id);
    if (there && !sameJson(there, sample))
      throw storeFailure("exists", `sample ${sample.id} exists with other content`);
    return !there;
  });
}

function sampleRow(sample: SamplePlan) {
  const { experiment_id, id, order } = sample;
  const record = JSON.stringify(sample);
  return { experiment_id, id, place: order, done: 0, worker: null, leased_until: null, record };
}

export async function claimSamples(
  trx: StoreDatabase,
  experimentId: string,
  { limit, lease_ms, now, worker }: ClaimOptions,
): Promise<readonly SamplePlan[]> {
  const rows = await trx
    .updateTable("samples")
    .set({ worker, leased_until: now + lease_ms })
    .where("experiment_id", "=", experimentId)
    .where("id", "in", (select) =>
      select
        .selectFrom("samples as free")
        .select("free.id")
        .where("free.experiment_id", "=", experimentId)
        .where("free.done", "=", 0)
        .where((where) =>
          where.or([where("free.leased_until", "is", null), where("free.leased_until", "<=", now)]),
        )
        .orderBy("free.place")
        .orderBy("free.id")
        .limit(limit),
    )
    .returning("record")
    .execute();
  if (rows.length === 0) await knownExperiment(trx, experimentId);
  return rows
    .map(({ record }) => JSON.parse(record) as SamplePlan)
    .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

export async function releaseSamples(
  trx: StoreDatabase,
  { experimentId, ids, worker }: { experimentId: string; ids: readonly string[]; worker: string },
): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK)
    await trx
      .updateTable("samples")
      .set({ worker: null, leased_until: null })
      .where("experiment_id", "=", experimentId)
      .where("id", "in", ids.slice(from, from + CHUNK))
      .where("worker", "=", worker)
      .execute();
}

/** Keeps results whose sample has none yet, with what they cost; for each, why it was refused. */
export async function appendResults(
  trx: StoreDatabase,
  results: readonly SampleResult[],
): Promise<readonly (Error | undefined)[]> {
  const ids = [...new Set(results.map(({ experiment_id }) => experiment_id))];
  const experiments = new Map<string, Experiment | undefined>();
  for (const id of ids) experiments.set(id, await findExperiment(trx, id));
  const refusals: (Error | undefined)[] = [];
  for (const result of results) {
    const experiment = experiments.get(result.experiment_id);
    refusals.push(await appendResult(trx, result, experiment));
  }
  return refusals;
}

async function appendResult(
  trx: StoreDatabase,
  result: SampleResult,
  experiment: Experiment | undefined,
): Promise<Error | undefined> {
  const { experiment_id, sample_id, state } = result;
  const { numUpdatedRows } = await trx
    .updateTable("samples")
    .set({ done: 1, worker: null, leased_until: null })
    .where("experiment_id", "=", experiment_id)
    .where("id", "=", sample_id)
    .executeTakeFirst();
  if (!experiment || numUpdatedRows === 0n)
    return storeFailure("not_found", `no sample ${sample_id} in experiment ${experiment_id}`);
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("sample_results")
    .values({ experiment_id, sample_id, state, record: JSON.stringify(result) })
    .onConflict((conflict) => conflict.columns(["experiment_id", "sample_id"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 0n) await keepCalls(trx, [callOf(result, experiment)]);
  return undefined;
}

function callOf(result: SampleResult, { cells }: Experiment): LedgerEntry {
  const { experiment_id, sample_id, cell_id, usage, cost_usd } = result;
  return {
    message_id: `${experiment_id}/${sample_id}`,
    conversation_id: null,
    model: cells.find(({ id }) => id === cell_id)?.model ?? result.completion?.model ?? "unknown",
    created_at: result.timing.started_at,
    usage,
    cost_usd,
  };
}

export async function eraseExperiment(trx: StoreDatabase, id: string): Promise<void> {
  for (const table of ["sample_results", "samples", "looks"] as const)
    await trx.deleteFrom(table).where("experiment_id", "=", id).execute();
  await trx.deleteFrom("experiments").where("id", "=", id).execute();
}
