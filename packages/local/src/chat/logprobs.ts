import {
  candidatesFromLogits,
  logSumExp,
  mostProbable,
  type ContentLogprob,
  type TokenLogprob,
} from "@colloquy/core";
import type { TokenBytes } from "../engine/token-bytes.ts";

/**
 * A token's log-probability in the model's own distribution (the softmax of its raw logits, before any
 * stage of the chain), with its `top` most likely alternatives.
 */
export function contentLogprob(
  token: number,
  logits: Float32Array,
  top: number,
  bytes: TokenBytes,
): ContentLogprob {
  const candidates = candidatesFromLogits(logits);
  const normaliser = logSumExp(candidates);
  const describe = (id: number): TokenLogprob => ({
    token: bytes.text([id]),
    logprob: (logits[id] ?? Number.NEGATIVE_INFINITY) - normaliser,
    bytes: [...bytes.of(id)],
  });
  const alternatives = top > 0 ? mostProbable(candidates, top) : [];
  return {
    ...describe(token),
    top_logprobs: alternatives.map(({ token_id }) => describe(token_id)),
  };
}
