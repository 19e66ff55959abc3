import type { Candidates } from "../candidates.ts";
import type { Parameters } from "../../chat/request.ts";

/** One thing a chain can do to the candidates, named after the parameter that asks for it. */
export type StageName =
  | "logit_bias"
  | "repetition_penalty"
  | "frequency_penalty"
  | "presence_penalty"
  | "dry"
  | "top_k"
  | "top_a"
  | "typical_p"
  | "top_p"
  | "min_p"
  | "xtc"
  | "temperature";

/** What stands before the token that is to be drawn, and what chance decided. */
export interface SamplingContext {
  /** Token ids of the prompt, oldest first. */
  prompt?: readonly number[];
  /** Token ids generated so far, oldest first. */
  output?: readonly number[];
  /** Tokens that DRY never looks across and never punishes. */
  breakers?: ReadonlySet<number>;
  /** In [0, 1): XTC acts when it is below `xtc_probability`. Unset: it acts. */
  xtcDraw?: number;
}

/** A stage with its values fixed. `apply` never alters what it is given. */
export interface Stage {
  readonly name: StageName;
  /** The parameters that made it, in the wire's words. */
  readonly parameters: Parameters;
  apply(candidates: Candidates, context: SamplingContext): Candidates;
}

/** Which earlier tokens a penalty counts. */
export type PenaltyScope = "output" | "prompt_and_output";

/** The tokens a penalty counts: the last `window` of its scope; a negative window is all of them. */
export function countedTokens(
  { prompt = [], output = [] }: SamplingContext,
  scope: PenaltyScope,
  window: number,
): readonly number[] {
  const all = scope === "output" ? output : [...prompt, ...output];
  if (window < 0) return all;
  return window === 0 ? [] : all.slice(-window);
}
