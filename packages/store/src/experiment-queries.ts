import {
  storeFailure,
  type Experiment,
  type ExperimentData,
  type ExperimentSummary,
  type Look,
  type SamplePlan,
  type SampleResult,
} from "@colloquy/core";
import { AFTER_ALL } from "./conversation-queries.ts";
import type { StoreDatabase } from "./store-dialect.ts";

const FIND_LIMIT = 100;

export async function findExperiment(
  database: StoreDatabase,
  id: string,
): Promise<Experiment | undefined> {
  const row = await database
    .selectFrom("experiments")
    .select("record")
    .where("id", "=", id)
    .executeTakeFirst();
  return row && (JSON.parse(row.record) as Experiment);
}

/** The experiment, or a `StoreError` (`not_found`). */
export async function knownExperiment(database: StoreDatabase, id: string): Promise<Experiment> {
  const found = await findExperiment(database, id);
  if (!found)
    throw storeFailure("not_found", `no experiment ${id}`, {
      remedy: "`colloquy lab list` shows those there are.",
    });
  return found;
}

export async function loadExperiment(
  database: StoreDatabase,
  id: string,
): Promise<ExperimentData | undefined> {
  const experiment = await findExperiment(database, id);
  if (!experiment) return undefined;
  return {
    experiment,
    samples: await samplesOf(database, id),
    results: await resultsOf(database, id),
    looks: await looksOf(database, id),
  };
}

/** In the order of the queue. */
export async function samplesOf(
  database: StoreDatabase,
  experimentId: string,
): Promise<readonly SamplePlan[]> {
  const rows = await database
    .selectFrom("samples")
    .select("record")
    .where("experiment_id", "=", experimentId)
    .orderBy("place")
    .orderBy("id")
    .execute();
  return rows.map(({ record }) => JSON.parse(record) as SamplePlan);
}

export async function looksOf(
  database: StoreDatabase,
  experimentId: string,
): Promise<readonly Look[]> {
  const rows = await database
    .selectFrom("looks")
    .select("record")
    .where("experiment_id", "=", experimentId)
    .orderBy("number")
    .execute();
  return rows.map(({ record }) => JSON.parse(record) as Look);
}

async function resultsOf(
  database: StoreDatabase,
  experimentId: string,
): Promise<readonly SampleResult[]> {
  const rows = await database
    .selectFrom("sample_results")
    .select("record")
    .where("experiment_id", "=", experimentId)
    .orderBy("seq")
    .execute();
  return rows.map(({ record }) => JSON.parse(record) as SampleResult);
}

export async function listExperiments(
  database: StoreDatabase,
  { limit }: { limit?: number },
): Promise<readonly ExperimentSummary[]> {
  const query = summaries(database);
  const rows = await (limit === undefined ? query : query.limit(limit)).execute();
  return rows.map(summaryOf);
}

export async function findExperiments(
  database: StoreDatabase,
  idPrefixOrName: string,
): Promise<readonly ExperimentSummary[]> {
  if (idPrefixOrName === "") return [];
  const rows = await summaries(database)
    .where((where) =>
      where.or([
        where.and([
          where("id", ">=", idPrefixOrName),
          where("id", "<", idPrefixOrName + AFTER_ALL),
        ]),
        where("name", "=", idPrefixOrName),
      ]),
    )
    .limit(FIND_LIMIT)
    .execute();
  return rows.map(summaryOf);
}

interface SummaryRow {
  record: string;
  planned: number | null;
  finished: number | null;
  failed: number | null;
}

function summaries(database: StoreDatabase) {
  return database
    .selectFrom("experiments")
    .select((select) => [
      "record",
      select
        .selectFrom("samples")
        .select((samples) => samples.fn.countAll<number>().as("count"))
        .whereRef("samples.experiment_id", "=", "experiments.id")
        .as("planned"),
      select
        .selectFrom("sample_results")
        .select((results) => results.fn.countAll<number>().as("count"))
        .whereRef("sample_results.experiment_id", "=", "experiments.id")
        .as("finished"),
      select
        .selectFrom("sample_results")
        .select((results) => results.fn.countAll<number>().as("count"))
        .whereRef("sample_results.experiment_id", "=", "experiments.id")
        .where("sample_results.state", "!=", "complete")
        .as("failed"),
    ])
    .orderBy("created_at", "desc")
    .orderBy("id", "desc");
}

function summaryOf({ record, planned, finished, failed }: SummaryRow): ExperimentSummary {
  const { id, name, question, created_at, models, cells } = JSON.parse(record) as Experiment;
  return {
    id,
    name,
    question,
    created_at,
    models: models.map(({ model }) => model),
    cells: cells.length,
    planned: planned ?? 0,
    finished: finished ?? 0,
    failed: failed ?? 0,
  };
}
