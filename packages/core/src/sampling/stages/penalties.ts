import { withLogitsOf, type Candidates } from "../candidates.ts";

/**
 * z ← z/θ where z > 0, else z·θ, once for each token seen (CTRL, Keskar et al. 2019, with the sign fix
 * that llama.cpp, transformers and vLLM share). Unlike all other stages it depends on the logits' level.
 */
export function applyRepetitionPenalty(
  candidates: Candidates,
  theta: number,
  seen: readonly number[],
): Candidates {
  return withLogitsOf(candidates, new Set(seen), (logit) =>
    logit > 0 ? logit / theta : logit * theta,
  );
}

/** z ← z − count · α (OpenAI's definition of `frequency_penalty`). */
export function applyFrequencyPenalty(
  candidates: Candidates,
  alpha: number,
  seen: readonly number[],
): Candidates {
  return withLogitsOf(candidates, seen, (logit) => logit - alpha);
}

/** z ← z − α for every token seen at all (OpenAI's definition of `presence_penalty`). */
export function applyPresencePenalty(
  candidates: Candidates,
  alpha: number,
  seen: readonly number[],
): Candidates {
  return withLogitsOf(candidates, new Set(seen), (logit) => logit - alpha);
}

/** z ← z + b for the tokens named, by token id. */
export function applyLogitBias(
  candidates: Candidates,
  bias: ReadonlyMap<number, number>,
): Candidates {
  return withLogitsOf(candidates, bias.keys(), (logit, id) => logit + (bias.get(id) ?? 0));
}
