import { indexOfBest, type Candidates } from "./candidates.ts";

const known = new WeakMap<Candidates, Float64Array>();

/**
 * Softmax of the candidates' logits: p_i = exp(z_i) / Σ exp(z_j), by candidate index. Computed once for the
 * same candidates, and shared: not to be written to.
 */
export function probabilities(candidates: Candidates): Float64Array {
  const found = known.get(candidates);
  if (found) return found;
  const computed = softmax(candidates);
  known.set(candidates, computed);
  return computed;
}

function softmax(candidates: Candidates): Float64Array {
  const { logits } = candidates;
  const best = logits[indexOfBest(candidates)] ?? 0;
  const weights = new Float64Array(logits.length);
  let sum = 0;
  for (let index = 0; index < logits.length; index += 1) {
    const weight = Math.exp((logits[index] ?? 0) - best);
    weights[index] = weight;
    sum += weight;
  }
  for (let index = 0; index < weights.length; index += 1) {
    weights[index] = (weights[index] ?? 0) / sum;
  }
  return weights;
}

/** ln Σ exp(z_i); subtract it from a logit to have the log-probability. */
export function logSumExp({ logits }: Candidates): number {
  let best = -Infinity;
  for (const logit of logits) if (logit > best) best = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - best);
  return best + Math.log(sum);
}

/** Shannon entropy −Σ p ln p in nats; a probability of 0 adds nothing. */
export function entropy(distribution: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < distribution.length; index += 1) {
    const p = distribution[index] ?? 0;
    if (p > 0) sum -= p * Math.log(p);
  }
  return sum;
}

/** Entropy of the candidates' distribution in nats: ln Σ exp(z) − Σ p z. */
export function entropyOf(candidates: Candidates): number {
  return entropy(probabilities(candidates));
}

/** The probability of every token of a vocabulary, 0 for tokens that were removed. */
export function denseProbabilities(candidates: Candidates, vocabularySize: number): Float64Array {
  const dense = new Float64Array(vocabularySize);
  const p = probabilities(candidates);
  for (let index = 0; index < p.length; index += 1) {
    dense[candidates.tokenIds[index] ?? 0] = p[index] ?? 0;
  }
  return dense;
}

/** Total variation distance ½ Σ |p − q| between two distributions over the same tokens, 0 to 1. */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < Math.max(p.length, q.length); index += 1) {
    sum += Math.abs((p[index] ?? 0) - (q[index] ?? 0));
  }
  return sum / 2;
}

/** One bar of a picture of a distribution. */
export interface TokenProbability {
  token_id: number;
  probability: number;
}

/** The `count` most probable tokens, most probable first; equal ones by token id. */
export function mostProbable(candidates: Candidates, count: number): readonly TokenProbability[] {
  const p = probabilities(candidates);
  const best: number[] = [];
  let least = -1;
  for (let index = 0; index < p.length; index += 1) {
    if ((p[index] ?? 0) <= least) continue;
    let at = best.length;
    while (at > 0 && (p[best[at - 1] ?? 0] ?? 0) < (p[index] ?? 0)) at -= 1;
    best.splice(at, 0, index);
    if (best.length > count) best.pop();
    if (best.length === count) least = p[best[count - 1] ?? 0] ?? 0;
  }
  return best.map((index) => ({
    token_id: candidates.tokenIds[index] ?? 0,
    probability: p[index] ?? 0,
  }));
}
