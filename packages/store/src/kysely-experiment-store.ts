import type {
  ClaimOptions,
  Experiment,
  ExperimentData,
  ExperimentStore,
  ExperimentSummary,
  Look,
  SamplePlan,
  SampleResult,
} from "@colloquy/core";
import {
  findExperiment,
  findExperiments,
  listExperiments,
  loadExperiment,
} from "./experiment-queries.ts";
import {
  addLook,
  appendResults,
  claimSamples,
  eraseExperiment,
  putExperiment,
  releaseSamples,
} from "./experiment-writes.ts";
import { GroupCommit } from "./group-commit.ts";
import type { StoreSession } from "./store-session.ts";

/** The `ExperimentStore` port over any engine that has a `StoreDialect`. */
export class KyselyExperimentStore implements ExperimentStore {
  readonly #session: StoreSession;
  readonly #results: GroupCommit<SampleResult>;

  constructor(session: StoreSession) {
    this.#session = session;
    this.#results = new GroupCommit((results) =>
      session.durably((trx) => appendResults(trx, results)),
    );
  }

  put(experiment: Experiment, samples: readonly SamplePlan[], look: Look): Promise<void> {
    return this.#session.durably((trx) => putExperiment(trx, { experiment, samples, look }));
  }

  extend(look: Look, samples: readonly SamplePlan[]): Promise<void> {
    return this.#session.durably((trx) => addLook(trx, { look, samples }));
  }

  claim(experimentId: string, options: ClaimOptions): Promise<readonly SamplePlan[]> {
    return this.#session.quickly((trx) => claimSamples(trx, experimentId, options));
  }

  release(experimentId: string, sampleIds: readonly string[], worker: string): Promise<void> {
    const input = { experimentId, ids: sampleIds, worker };
    return this.#session.quickly((trx) => releaseSamples(trx, input));
  }

  append(result: SampleResult): Promise<void> {
    return this.#results.add(result);
  }

  experiment(id: string): Promise<Experiment | undefined> {
    return this.#session.read((database) => findExperiment(database, id));
  }

  find(idPrefixOrName: string): Promise<readonly ExperimentSummary[]> {
    return this.#session.read((database) => findExperiments(database, idPrefixOrName));
  }

  list(options: { limit?: number } = {}): Promise<readonly ExperimentSummary[]> {
    return this.#session.read((database) => listExperiments(database, options));
  }

  load(id: string): Promise<ExperimentData | undefined> {
    return this.#session.read((database) => loadExperiment(database, id));
  }

  delete(id: string): Promise<void> {
    return this.#session.erasing((trx) => eraseExperiment(trx, id));
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
