import type { Candidates } from "./candidates.ts";
import { probabilities } from "./probabilities.ts";

/** The token id at `uniform` (in [0, 1)) of the cumulative distribution, in ascending token id. */
export function drawToken(candidates: Candidates, uniform: number): number {
  const p = probabilities(candidates);
  let sum = 0;
  for (let index = 0; index < p.length; index += 1) {
    sum += p[index] ?? 0;
    if (uniform < sum) return candidates.tokenIds[index] ?? 0;
  }
  return candidates.tokenIds.at(-1) ?? 0;
}
