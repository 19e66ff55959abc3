import { indexOfBest, keepWhere, type Candidates } from "../candidates.ts";
import { entropy, probabilities } from "../probabilities.ts";
import { selectByMass } from "../select-by-mass.ts";

/** Keeps what is marked with 1; at least one is. */
function keepSelected({ tokenIds, logits }: Candidates, selected: Uint8Array): Candidates {
  let count = 0;
  for (let index = 0; index < selected.length; index += 1) count += selected[index] ?? 0;
  const kept = { tokenIds: new Int32Array(count), logits: new Float64Array(count) };
  let place = 0;
  for (let index = 0; index < selected.length; index += 1) {
    if (selected[index] !== 1) continue;
    kept.tokenIds[place] = tokenIds[index] ?? 0;
    kept.logits[place] = logits[index] ?? 0;
    place += 1;
  }
  return kept;
}

/** Keys that put the largest logit first. */
function descending(logits: Float64Array): Float64Array {
  const keys = new Float64Array(logits.length);
  for (let index = 0; index < logits.length; index += 1) keys[index] = -(logits[index] ?? 0);
  return keys;
}

/**
 * The k largest logits. llama.cpp keeps exactly k; transformers and vLLM mask `score < kth`, so tokens
 * equal to the k-th stay too (`ties`).
 */
export function applyTopK(candidates: Candidates, k: number, ties: boolean): Candidates {
  if (k <= 0 || k >= candidates.logits.length) return candidates;
  const keys = descending(candidates.logits);
  return keepSelected(candidates, selectByMass(keys, 1, { target: k, ties }));
}

/** The smallest set of most likely tokens whose probability reaches p; the token that crosses stays. */
export function applyTopP(candidates: Candidates, p: number): Candidates {
  const keys = descending(candidates.logits);
  return keepSelected(candidates, selectByMass(keys, probabilities(candidates), { target: p }));
}

/** Tokens with p_i ≥ m · p_max, that is z_i ≥ z_max + ln m. */
export function applyMinP(candidates: Candidates, m: number): Candidates {
  const limit = (candidates.logits[indexOfBest(candidates)] ?? 0) + Math.log(m);
  const best = indexOfBest(candidates);
  return keepWhere(candidates, (logit, index) => logit >= limit || index === best, "min_p");
}

/** Tokens with p_i ≥ a · p_max² (KoboldAI's top-a). */
export function applyTopA(candidates: Candidates, a: number): Candidates {
  const p = probabilities(candidates);
  const best = indexOfBest(candidates);
  const limit = a * (p[best] ?? 0) ** 2;
  return keepWhere(candidates, (_, index) => (p[index] ?? 0) >= limit || index === best, "top_a");
}

/**
 * Locally typical sampling: tokens in ascending |−ln p_i − H| until their probability passes `mass`
 * (Meister et al. 2023). Can drop the most likely token.
 */
export function applyTypicalP(candidates: Candidates, mass: number, ties: boolean): Candidates {
  const p = probabilities(candidates);
  const best = indexOfBest(candidates);
  // −ln p_i = ln Σ exp(z) − z_i, without a logarithm for each token.
  const total = (candidates.logits[best] ?? 0) - Math.log(p[best] ?? 1);
  const expected = entropy(p);
  const keys = new Float64Array(p.length);
  for (let index = 0; index < keys.length; index += 1) {
    keys[index] = Math.abs(total - (candidates.logits[index] ?? 0) - expected);
  }
  const selected = selectByMass(keys, p, { target: mass, strict: !ties, ties });
  return keepSelected(candidates, selected);
}

/**
 * Exclude top choices: of the tokens with p ≥ threshold all but the least likely go (llama.cpp's
 * `llama_sampler_xtc`). Nothing happens with fewer than two of them, or above a threshold of ½.
 */
export function applyXtc(candidates: Candidates, threshold: number): Candidates {
  if (threshold > 0.5) return candidates;
  const p = probabilities(candidates);
  let least = -1;
  let count = 0;
  p.forEach((each, index) => {
    if (each < threshold) return;
    count += 1;
    if (least < 0 || each <= (p[least] ?? 0)) least = index;
  });
  if (count < 2) return candidates;
  return keepWhere(
    candidates,
    (_, index) => (p[index] ?? 0) < threshold || index === least,
    "xtc_threshold",
  );
}
