import type { ChatMessage } from "../chat/message.ts";
import type { ModelPricing } from "../chat/model-catalog.ts";
import type { Parameters } from "../chat/request.ts";

/** Version of the stored and exported records of the lab. A record of another version is refused. */
export const EXPERIMENT_VERSION = 1;

/** One prompt of an experiment. `id` is a hash of what is sent, so the same prompt keeps its id. */
export interface ExperimentPrompt {
  id: string;
  /** A few words for tables; the text's beginning unless given. */
  label: string;
  messages: readonly ChatMessage[];
  /** The answer that `equals`, `contains` and `number_within` look for, where it differs by prompt. */
  expected?: string | number;
}

/** What happens on a model when a parameter is not sent. */
export type UnsetMeaning =
  | { source: "declared"; value: unknown }
  | { source: "engine"; value: unknown }
  | { source: "unknown" };

/** What was known of a model when the experiment was planned. */
export interface ExperimentModel {
  /** As the person named it. */
  model: string;
  /** True when a `seed` goes along with every request. */
  sends_seed: boolean;
  /** True when the answer is preceded by hidden reasoning: no prefixes are derived from its samples. */
  reasoning: boolean;
  /** Meaning of "unset" for every parameter that some cell leaves unset. */
  unset: Readonly<Record<string, UnsetMeaning>>;
  pricing?: ModelPricing;
  /** When the model's description was fetched (ISO 8601 UTC). */
  fetched_at?: string;
}

/** One combination of model and parameters. `id` is a hash of both. */
export interface Cell {
  id: string;
  label: string;
  model: string;
  /** What is sent: the swept parameters and those the person set, nothing else. */
  parameters: Parameters;
  /** Varied parameters that this cell leaves unset. */
  unset: readonly string[];
  /** Fields that choose who serves the request (`provider`), recorded apart from the parameters. */
  routing?: Parameters;
  /** The cell this one is compared with; null for a baseline. */
  baseline_id: string | null;
  /** Set when the samples are prefixes of another cell's: no calls, no latency or cost of their own. */
  derived_from?: { cell_id: string; max_tokens: number };
}

/** A metric as asked for: its name in the metric table and its options (`schema`, `pattern`, …). */
export interface MetricRequest {
  /** Unique within the experiment; the metric's own name unless the person gave another. */
  name: string;
  metric: string;
  options?: Readonly<Record<string, unknown>>;
}

export interface Goal {
  /** `MetricRequest.name`. */
  metric: string;
  direction: "max" | "min";
}

/** `valid_rate >= .95`: a bound on a metric, checked in every cell. */
export interface Check {
  metric: string;
  operator: ">=" | "<=";
  value: number;
}

/** Sequential halving, then a confirmation with a number of samples fixed beforehand. */
export interface RaceDesign {
  /** Calls the race may use, the confirmation apart. */
  budget: number;
  /** Cells whose samples refute one of these are dropped before the goal is looked at. */
  constraints: readonly Check[];
  /** Samples for each prompt in each of the two cells of the confirmation. */
  confirmation_samples: number;
  race_prompt_ids: readonly string[];
  /** The same as `race_prompt_ids` when there are under 12 prompts. */
  confirmation_prompt_ids: readonly string[];
}

/**
 * An experiment as planned: prompts × cells × samples, and what is to be decided by it. Nothing in it
 * changes once samples are drawn; extensions are recorded as looks beside it.
 */
export interface Experiment {
  version: typeof EXPERIMENT_VERSION;
  /** UUIDv7 of this run. */
  id: string;
  name: string | null;
  created_at: string;
  /** What the person wants to know, in a sentence. */
  question: string;
  /** Every sample's seed derives from it: the same seed and design draw the same samples. */
  seed: number;
  prompts: readonly ExperimentPrompt[];
  models: readonly ExperimentModel[];
  /** In the order of the table; the first is the first baseline. */
  cells: readonly Cell[];
  samples_per_prompt: number;
  metrics: readonly MetricRequest[];
  goal: Goal | null;
  /** Metric name → the difference that would not matter. */
  margins: Readonly<Record<string, number>>;
  checks: readonly Check[];
  /** How often the data may be looked at, 1–5; above 1 every look is at α/5. */
  planned_looks: number;
  race: RaceDesign | null;
}

/** One time that results were looked at after more samples were drawn. */
export interface Look {
  experiment_id: string;
  /** 1 is the planned experiment itself. */
  number: number;
  kind: "planned" | "extension" | "race_round" | "confirmation";
  /** ISO 8601 UTC. */
  at: string;
  cell_ids: readonly string[];
  /** Samples for each prompt and cell that this look added. */
  samples_per_prompt: number;
}
