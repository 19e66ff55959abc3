import type { Candidates } from "./candidates.ts";
import { applyChain, type Chain } from "./chain.ts";
import { denseProbabilities } from "./probabilities.ts";
import type { SamplingContext } from "./stages/stage.ts";

/**
 * The probability of every token as it will be drawn. XTC tosses a coin at every token: the result is the
 * mixture of both outcomes, weighted by `xtc_probability`.
 */
export function expectedDistribution(
  chain: Chain,
  candidates: Candidates,
  { vocabularySize, context = {} }: { vocabularySize: number; context?: SamplingContext },
): Float64Array {
  const outcome = (xtcDraw: number): Float64Array =>
    denseProbabilities(applyChain(chain, candidates, { ...context, xtcDraw }), vocabularySize);
  const acted = outcome(0);
  const xtc = chain.stages.find(({ name }) => name === "xtc");
  const probability = Number(xtc?.parameters["xtc_probability"] ?? 1);
  if (probability >= 1) return acted;
  const rested = outcome(probability);
  return acted.map((p, id) => probability * p + (1 - probability) * (rested[id] ?? 0));
}
