import type { ChatMessage } from "../../chat/message.ts";
import type { Parameters } from "../../chat/request.ts";
import type { ModelPricing } from "../../chat/model-catalog.ts";
import type { Check, Goal, MetricRequest, UnsetMeaning } from "../experiment.ts";

/** A value of a swept parameter; null is "unset". */
export type SweptValue = unknown;

/** A prompt as a person gives it. */
export interface DesignPrompt {
  label?: string;
  messages: readonly ChatMessage[];
  expected?: string | number;
}

/** A cell as a person gives it; a null among its parameters unsets one. */
export interface DesignCell {
  label?: string;
  parameters: Parameters;
}

/** What is to be found out, before models and parameters are resolved. The file and the flags both give this. */
export interface ExperimentDesign {
  name?: string;
  question?: string;
  prompts: readonly DesignPrompt[];
  models: readonly string[];
  /** Present settings: sent in every cell, unless a cell says otherwise. */
  parameters: Parameters;
  /** Parameter → values: every combination is a cell. */
  sweep?: Readonly<Record<string, readonly SweptValue[]>>;
  /** Cells one by one, after those of the sweep. */
  cells?: readonly DesignCell[];
  /**
   * What the others are compared with: the present settings, put in as a first row when no cell has them
   * (default); `first`, the first cell given; or a cell's label.
   */
  baseline?: string;
  samples: number;
  /** Unset: drawn by whoever runs it. */
  seed?: number;
  metrics: readonly MetricRequest[];
  goal?: Goal;
  /** For the goal metric, or by metric name. */
  margin?: number | Readonly<Record<string, number>>;
  checks?: readonly Check[];
  looks?: number;
  race?: RaceRequest;
}

/** A race as asked for. */
export interface RaceRequest {
  budget: number;
  constraints?: readonly Check[];
  confirmation_samples?: number;
}

/** What is known of a model before anything is asked of it. */
export interface ModelFacts {
  model: string;
  /** The model declares `seed`. */
  sends_seed: boolean;
  reasoning: boolean;
  /** Its answers tell token ids, so that prefixes of them are exact. */
  tells_tokens: boolean;
  /** Parameter → what happens when it is not sent. */
  unset: Readonly<Record<string, UnsetMeaning>>;
  /** Sent wherever a cell says nothing: the embedded model's defaults, so that nothing is implicit. */
  explicit?: Parameters;
  /** Fields that pin the provider (`provider`). */
  routing?: Parameters;
  pricing?: ModelPricing;
  fetched_at?: string;
}
