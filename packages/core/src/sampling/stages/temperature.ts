import { indexOfBest, type Candidates } from "../candidates.ts";

/** Below this a temperature is 0: vLLM's `_SAMPLING_EPS`. */
export const GREEDY_BELOW = 1e-5;

/** z ← z / T. At 0 only the most likely token stays, as in llama.cpp's `llama_sampler_temp_impl`. */
export function applyTemperature(candidates: Candidates, temperature: number): Candidates {
  const { tokenIds, logits } = candidates;
  if (temperature >= GREEDY_BELOW) {
    const cooled = new Float64Array(logits.length);
    for (let index = 0; index < logits.length; index += 1) {
      cooled[index] = (logits[index] ?? 0) / temperature;
    }
    return { tokenIds, logits: cooled };
  }
  const best = indexOfBest(candidates);
  return { tokenIds: tokenIds.slice(best, best + 1), logits: logits.slice(best, best + 1) };
}
