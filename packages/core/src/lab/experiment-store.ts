import type { Experiment, Look } from "./experiment.ts";
import type { SamplePlan, SampleResult } from "./sample.ts";

/** An experiment with everything known of it, as exported and reported. */
export interface ExperimentData {
  experiment: Experiment;
  samples: readonly SamplePlan[];
  results: readonly SampleResult[];
  looks: readonly Look[];
}

/** One line of a list. An experiment is finished when `finished` equals `planned`. */
export interface ExperimentSummary {
  id: string;
  name: string | null;
  question: string;
  created_at: string;
  models: readonly string[];
  cells: number;
  /** Samples planned, those with a result, and of these the ones that are no answers. */
  planned: number;
  finished: number;
  failed: number;
}

export interface ClaimOptions {
  /** At most this many samples. */
  limit: number;
  /** How long the work is reserved, in milliseconds. */
  lease_ms: number;
  /** Epoch milliseconds. */
  now: number;
  /** Who claims: a lease is renewed or released only by its holder. */
  worker: string;
}

/**
 * Experiments with their samples. Contract (`experimentStoreContract` in testkit): a result kept is never
 * lost and never replaced; a sample is claimed by one worker at a time, and again only when its lease ran
 * out without a result; every failure is a `StoreError`. Samples are unique by (`experiment_id`, `id`).
 */
export interface ExperimentStore {
  /**
   * Keeps the experiment, its first look and its planned samples, all or nothing. Idempotent: the same
   * again adds nothing; the same id with another content is refused.
   */
  put(experiment: Experiment, samples: readonly SamplePlan[], look: Look): Promise<void>;
  /**
   * Adds a look and its samples to an experiment, all or nothing. Idempotent by look number: the same
   * number with other samples is refused.
   */
  extend(look: Look, samples: readonly SamplePlan[]): Promise<void>;
  /**
   * Reserves samples without a result and without a running lease, in ascending `order`. Empty when none
   * is free, though others may still be at work on theirs.
   */
  claim(experimentId: string, options: ClaimOptions): Promise<readonly SamplePlan[]>;
  /** Gives samples back that `worker` holds and will not draw. */
  release(experimentId: string, sampleIds: readonly string[], worker: string): Promise<void>;
  /** Keeps a result and ends its lease, durable. The first result of a sample stays; a second is ignored. */
  append(result: SampleResult): Promise<void>;

  experiment(id: string): Promise<Experiment | undefined>;
  /** Experiments whose id starts so, or whose name is exactly so, newest first. */
  find(idPrefixOrName: string): Promise<readonly ExperimentSummary[]>;
  /** Newest first. */
  list(options?: { limit?: number }): Promise<readonly ExperimentSummary[]>;
  /** Everything of an experiment; samples in ascending `order`, results in the order they were kept. */
  load(id: string): Promise<ExperimentData | undefined>;
  /** Erases the experiment, its samples, results and looks. */
  delete(id: string): Promise<void>;
  close(): Promise<void>;
}
