import { InvalidInputError } from "../error/errors.ts";
import type { Logprobs } from "../chat/completion.ts";

/** What an API tells of a distribution: the most likely tokens' raw probabilities and how many there are in all. */
export interface PartialDistribution {
  /** Natural-log probabilities at temperature 1, most likely first. */
  logprobs: Float64Array;
  /** Index in the list given, for each of `logprobs`. */
  indices: readonly number[];
  /** Tokens of the vocabulary that are not among them. */
  unseenTokens: number;
  /** Probability that is not among them. */
  unseenMass: number;
}

/** OpenAI writes −9999 for a sampled token outside the top 20: such a value says only "not among them". */
const CENSORED = -9000;

/** Reads the known part of a distribution. Throws when the probabilities add up to more than 1. */
export function partialDistribution(
  logprobs: readonly number[],
  vocabularySize: number,
): PartialDistribution {
  const indices = logprobs
    .map((_, index) => index)
    .filter((index) => (logprobs[index] ?? -Infinity) > CENSORED)
    .toSorted((a, b) => (logprobs[b] ?? 0) - (logprobs[a] ?? 0));
  const known = Float64Array.from(indices, (index) => logprobs[index] ?? 0);
  const mass = known.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
  if (mass > 1 + 1e-3 || known.length === 0 || vocabularySize < known.length) {
    throw new InvalidInputError({
      message: `${known.length} log-probabilities that add up to ${mass.toFixed(4)} over ${vocabularySize} tokens are no part of a distribution`,
      remedy: "Give raw log-probabilities of distinct tokens, as `top_logprobs` has them.",
      details: { field: "logprobs", given: mass, allowed: "a sum of at most 1" },
    });
  }
  const unseenTokens = vocabularySize - known.length;
  return {
    logprobs: known,
    indices,
    unseenTokens,
    unseenMass: unseenTokens === 0 ? 0 : Math.max(0, 1 - mass),
  };
}

/** The known part at one token of an answer; null where the provider sent no alternatives. */
export function partialFromAnswer(
  logprobs: Logprobs | null | undefined,
  position: number,
  vocabularySize: number,
): PartialDistribution | null {
  const top = logprobs?.content?.[position]?.top_logprobs ?? [];
  const distinct = new Map(
    top.map((token) => [token.bytes ? token.bytes.join() : token.token, token.logprob]),
  );
  return top.length === 0 ? null : partialDistribution([...distinct.values()], vocabularySize);
}

/** Lower and upper bound of a quantity. */
export type Bounds = readonly [low: number, high: number];

/**
 * Bounds of Σ p_j^a over the unseen tokens, for a = 1/T. All are at most q, the least known probability, and
 * sum to R. x^a is convex for a > 1 and concave below, so the extremes are "all equal" and "as many at q as
 * fit": U = R^a M^(1−a) and E = ⌊R/q⌋ q^a + (R − ⌊R/q⌋ q)^a.
 */
export function unseenPowerSum(
  { logprobs, unseenTokens, unseenMass }: PartialDistribution,
  exponent: number,
): Bounds {
  if (unseenTokens === 0 || unseenMass <= 0) return [0, 0];
  const q = Math.exp(logprobs.at(-1) ?? 0);
  const equal = unseenMass ** exponent * unseenTokens ** (1 - exponent);
  const full = Math.min(unseenTokens, Math.floor(unseenMass / q));
  const rest = Math.max(0, unseenMass - full * q);
  const heaped = full * q ** exponent + rest ** exponent;
  return exponent >= 1 ? [Math.min(equal, heaped), heaped] : [heaped, Math.max(equal, heaped)];
}

/** Entropy in nats at temperature 1: known part + R ln(1/q) ≤ H ≤ known part + R ln(M/R). */
export function entropyBounds({ logprobs, unseenTokens, unseenMass }: PartialDistribution): Bounds {
  const known = logprobs.reduce((sum, logprob) => sum - Math.exp(logprob) * logprob, 0);
  if (unseenTokens === 0 || unseenMass <= 0) return [known, known];
  const low = known - unseenMass * (logprobs.at(-1) ?? 0);
  return [low, Math.max(low, known + unseenMass * Math.log(unseenTokens / unseenMass))];
}
