import type { ChatMessage } from "../../chat/message.ts";
import type { Parameters } from "../../chat/request.ts";

/**
 * What a model and its provider do with a parameter. `no_effect`: none was seen, where a shift of at least
 * `detectable` would have been seen with 95% power. `dropped`: the metadata says so. A clamped one has the
 * range in which it works.
 */
export type ProbeLabel =
  "honoured" | "clamped" | "rejected" | "no_effect" | "undetermined" | "dropped";

/** What a probe found of one parameter. */
export interface ProbeFinding {
  parameter: string;
  label: ProbeLabel;
  /** Of a clamped parameter: the least and the largest value that still did something. */
  range: readonly [low: number | null, high: number | null] | null;
  /** Smallest shift in total variation that would have been seen with 95% power; null where there is none. */
  detectable: number | null;
  /** Largest shift in total variation that was seen, over the parameter's arms; null where none was measured. */
  shift: number | null;
  p_adjusted: number | null;
  /** Calls with this parameter that were answered. */
  n: number;
  /** In words: what was sent and what came. */
  detail: string;
}

/** One value of a parameter to be tried. */
export interface ProbeArm {
  /** `low` and `high` lie on both sides of neutral; `extreme` has only one side. */
  name: "low" | "high" | "extreme";
  value: unknown;
  /**
   * Where honoured, answers gather on few (`gather`), spread over many more (`scatter`) or go from some to
   * others (`elsewhere`).
   */
  moves: "gather" | "scatter" | "elsewhere";
  /** How many times a setting's samples it gets; 1 unless given. */
  times?: number;
}

/** How one parameter is tried. Cases of the same `setting` share their neutral calls. */
export interface ProbeCase {
  parameter: string;
  setting: ProbeSetting;
  arms: readonly ProbeArm[];
  /** Parameters that must go along. */
  along?: Parameters;
}

/** The ground on which parameters are tried: prompts, base parameters, what is looked at. */
export interface ProbeSetting {
  name: string;
  prompts: readonly (readonly ChatMessage[])[];
  base: Parameters;
  /** Calls an arm gets; neutral gets twice as many. */
  samples: number;
  /** What of an answer is compared: answers of the same category are the same. */
  category(answer: ProbeAnswer): string;
}

/** What a probe looks at in an answer. */
export interface ProbeAnswer {
  text: string;
  finish_reason: string | null;
  /** Null when the provider does not count. */
  completion_tokens: number | null;
  has_logprobs: boolean;
}

/** One call to be made. Neutral calls belong to a setting and to no parameter. */
export interface ProbeCall {
  setting: string;
  parameter: string | null;
  arm: ProbeArm["name"] | "neutral";
  /** Index of the setting's prompt. */
  prompt: number;
  index: number;
  messages: readonly ChatMessage[];
  parameters: Parameters;
}

/** What became of a call. */
export type ProbeOutcome =
  | { type: "answer"; answer: ProbeAnswer; ignored: readonly string[] }
  | { type: "refused"; message: string }
  | { type: "failed"; message: string };

export interface ProbeResult {
  call: ProbeCall;
  outcome: ProbeOutcome;
}
