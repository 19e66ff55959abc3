import { normalQuantile, studentQuantile } from "./special-functions.ts";

/** The probability with which a "detectable" difference would have been shown. */
export const POWER = 0.8;

/** Smallest difference that would be shown with 80% power at level α: (t_{1−α/2} + t_{.8}) · SE. */
export function detectableDifference(standardError: number, alpha: number, df = Infinity): number {
  return (studentQuantile(1 - alpha / 2, df) + studentQuantile(POWER, df)) * standardError;
}

/**
 * Samples a cell for two proportions at 80% power, two-sided (Fleiss' formula without correction):
 * (z_{1−α/2} √(2 p̄ q̄) + z_{.8} √(p₁q₁ + p₂q₂))² / (p₁ − p₂)².
 */
export function samplesForRates(p1: number, p2: number, alpha = 0.05): number {
  const pooled = (p1 + p2) / 2;
  const numerator =
    normalQuantile(1 - alpha / 2) * Math.sqrt(2 * pooled * (1 - pooled)) +
    normalQuantile(POWER) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return Math.ceil((numerator / (p1 - p2)) ** 2);
}

/** Samples a cell to show a difference of `effect` standard deviations: 2 (z_{1−α/2} + z_{.8})² / effect². */
export function samplesForMeans(effect: number, alpha = 0.05): number {
  return Math.ceil(2 * ((normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) / effect) ** 2);
}

/**
 * The smallest difference of two rates around ½ that n samples a cell can show at level α with 80% power: the
 * least favourable rate, so it holds for every other.
 */
export function detectableRateDifference(n: number, alpha: number): number {
  const root = (normalQuantile(1 - alpha / 2) + normalQuantile(POWER)) * Math.sqrt(0.5 / n);
  return Math.min(1, root);
}
