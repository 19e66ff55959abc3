import type { Bounds } from "./partial-distribution.ts";

/**
 * One way the truth may be: known tokens that stay (a prefix, most likely first) by their weights, and bounds
 * for the weight that unseen tokens hold beside them. Weights are probabilities up to a common factor.
 */
export interface Scenario {
  weights: Float64Array;
  unseen: Bounds;
  /** No unseen token weighs more than this. */
  unseenLargest: number;
  /** At most so many unseen tokens are left. */
  unseenTokens: number;
}

/** No unseen token can come any more. */
export const nothingUnseen = { unseen: [0, 0], unseenLargest: 0, unseenTokens: 0 } as const;

/** Bounds of the probability of a known token of this weight. */
export function share({ weights, unseen: [low, high] }: Scenario, weight: number): Bounds {
  if (weight === 0) return [0, 0];
  const known = knownWeight(weights);
  return [weight / (known + high), weight / (known + low)];
}

/** Bounds of the probability of all unseen tokens together. */
export function unseenShare({ weights, unseen: [low, high] }: Scenario): Bounds {
  const known = knownWeight(weights);
  return [low / (known + low), high / (known + high)];
}

/** Sum of the known tokens' weights. */
export function knownWeight(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** The bounds that hold whichever of them is true. */
export function union(bounds: readonly Bounds[]): Bounds {
  return [Math.min(...bounds.map(([low]) => low)), Math.max(...bounds.map(([, high]) => high))];
}
