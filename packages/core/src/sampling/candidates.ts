import { InvalidInputError } from "../error/errors.ts";

/**
 * The tokens still in play, with one logit each. Always in ascending token id, never empty, every logit
 * finite: a token that was removed is not in it. Equal logits count as ranked by token id.
 */
export interface Candidates {
  readonly tokenIds: Int32Array;
  readonly logits: Float64Array;
}

/** All tokens of a vocabulary by their logits; -Infinity removes a token. Throws on NaN or no token at all. */
export function candidatesFromLogits(logits: ArrayLike<number>): Candidates {
  const tokenIds = new Int32Array(logits.length);
  const copy = new Float64Array(logits.length);
  let removed = logits.length === 0;
  for (let id = 0; id < logits.length; id += 1) {
    const logit = logits[id] ?? NaN;
    if (!(logit < Infinity)) throw notALogit(id, logit);
    removed ||= logit === -Infinity;
    tokenIds[id] = id;
    copy[id] = logit;
  }
  const all = { tokenIds, logits: copy };
  return removed ? keepWhere(all, (logit) => logit !== -Infinity, "logits") : all;
}

function notALogit(id: number, given: number): InvalidInputError {
  return new InvalidInputError({
    message: `the logit of token ${id} is ${given}`,
    remedy: "Give one finite logit for each token, or -Infinity for a token that cannot come.",
    details: { field: "logits", given: String(given), allowed: "finite numbers or -Infinity" },
  });
}

/** Candidates of which only some stay. `what` names the field to blame when none does. */
export function keepWhere(
  candidates: Candidates,
  keep: (logit: number, index: number) => boolean,
  what: string,
): Candidates {
  const { tokenIds, logits } = candidates;
  const ids = new Int32Array(logits.length);
  const kept = new Float64Array(logits.length);
  let count = 0;
  for (let index = 0; index < logits.length; index += 1) {
    const logit = logits[index] ?? -Infinity;
    if (!keep(logit, index)) continue;
    ids[count] = tokenIds[index] ?? 0;
    kept[count] = logit;
    count += 1;
  }
  if (count === logits.length && count > 0) return candidates;
  if (count === 0) {
    throw new InvalidInputError({
      message: `${what} leaves no token to choose from`,
      remedy: "Give at least one token a finite logit.",
      details: { field: what },
    });
  }
  return { tokenIds: ids.slice(0, count), logits: kept.slice(0, count) };
}

/** The same candidates with the logits of some tokens changed; ids that are no candidates are passed over. */
export function withLogitsOf(
  { tokenIds, logits }: Candidates,
  ids: Iterable<number>,
  change: (logit: number, tokenId: number) => number,
): Candidates {
  const changed = logits.slice();
  for (const id of ids) {
    const index = indexOfToken(tokenIds, id);
    if (index >= 0) changed[index] = change(changed[index] ?? 0, id);
  }
  return { tokenIds, logits: changed };
}

/** Binary search; −1 when the token is no candidate. */
function indexOfToken(tokenIds: Int32Array, id: number): number {
  let low = 0;
  let high = tokenIds.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = tokenIds[middle] ?? 0;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Index of the largest logit; of equal ones the lowest token id. */
export function indexOfBest({ logits }: Candidates): number {
  let best = 0;
  for (let index = 1; index < logits.length; index += 1) {
    if ((logits[index] ?? 0) > (logits[best] ?? 0)) best = index;
  }
  return best;
}
