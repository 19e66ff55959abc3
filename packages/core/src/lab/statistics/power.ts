import { binomialCdf, normalQuantile } from "./special-functions.ts";

/** The probability with which a "detectable" difference would have been shown. */
export const POWER = 0.8;

/**
 * Samples a cell for two proportions at 80% power, two-sided (Fleiss' formula without correction):
 * (z_{1−α/2} √(2 p̄ q̄) + z_{.8} √(p₁q₁ + p₂q₂))² / (p₁ − p₂)².
 */
export function samplesForRates(p1: number, p2: number, alpha = 0.05): number {
  return Math.ceil(exactSamples(p1, p2, alpha));
}

function exactSamples(p1: number, p2: number, alpha: number): number {
  const pooled = (p1 + p2) / 2;
  const numerator =
    normalQuantile(1 - alpha / 2) * Math.sqrt(2 * pooled * (1 - pooled)) +
    normalQuantile(POWER) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return (numerator / (p1 - p2)) ** 2;
}

/** Samples a cell to show a difference of `effect` standard deviations: 2 (z_{1−α/2} + z_{.8})² / effect². */
export function samplesForMeans(effect: number, alpha = 0.05): number {
  return Math.ceil(2 * ((normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) / effect) ** 2);
}

/**
 * The smallest difference of two rates that n samples a cell show at level α with 80% power, with Fleiss'
 * correction for counts: rates around ½ are the least favourable, so it holds for every other. Null when n is too
 * small to show even 0 against 1.
 */
export function detectableRateDifference(n: number, alpha: number): number | null {
  const takes = (difference: number): number => {
    const uncorrected = exactSamples(0.5 - difference / 2, 0.5 + difference / 2, alpha);
    return (uncorrected / 4) * (1 + Math.sqrt(1 + 4 / (uncorrected * difference))) ** 2;
  };
  return smallest((difference) => takes(difference) <= n);
}

/**
 * The same for rates of the same n samples under two settings, all changes going one way: the sign test needs k
 * of them with 2^(1−k) ≤ α, and P(X ≥ k) ≥ .8 for X ~ Binomial(n, difference).
 */
export function detectablePairedDifference(n: number, alpha: number): number | null {
  const least = Math.ceil(1 - Math.log2(alpha));
  return smallest((difference) => 1 - binomialCdf(least - 1, n, difference) >= POWER);
}

/** The smallest share that will do, where every larger one does too; null when not even 1 does. */
function smallest(does: (share: number) => boolean): number | null {
  if (!does(1)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (does(middle)) high = middle;
    else low = middle;
  }
  return high;
}
