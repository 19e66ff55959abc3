import type { ContentLogprob, TokenLogprob } from "@colloquy/core";
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
  const normaliser = logSumExp(logits);
  const describe = (id: number): TokenLogprob => ({
    token: bytes.text([id]),
    logprob: (logits[id] ?? Number.NEGATIVE_INFINITY) - normaliser,
    bytes: [...bytes.of(id)],
  });
  return { ...describe(token), top_logprobs: greatest(logits, top).map(describe) };
}

function logSumExp(logits: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > most) most = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  return most + Math.log(sum);
}

/** Ids of the `count` greatest logits, greatest first; equal ones by id. */
function greatest(logits: Float32Array, count: number): number[] {
  const best: number[] = [];
  const at = (id: number | undefined): number =>
    id === undefined ? Number.NEGATIVE_INFINITY : (logits[id] ?? Number.NEGATIVE_INFINITY);
  for (let id = 0; count > 0 && id < logits.length; id++) {
    if (best.length === count && at(id) <= at(best.at(-1))) continue;
    let place = best.length;
    while (place > 0 && at(best[place - 1]) < at(id)) place--;
    best.splice(place, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}
