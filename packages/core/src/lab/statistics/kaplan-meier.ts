import type { Interval } from "./interval.ts";
import { normalQuantile } from "./special-functions.ts";

/** A length, or how far it had come when it was cut off. */
export interface Duration {
  value: number;
  /** True when the end itself was not seen: the real one is longer. */
  censored: boolean;
}

/** The curve just after one time at which something ended. */
export interface SurvivalStep {
  time: number;
  /** Share still going on. */
  survival: number;
  /** Greenwood's Σ d / (r (r − d)). */
  greenwood: number;
}

/** The product-limit estimate (Kaplan, Meier 1958): Π (1 − d/r) over the times of ends. */
export function kaplanMeier(durations: readonly Duration[]): readonly SurvivalStep[] {
  const sorted = durations.toSorted((a, b) => a.value - b.value);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let index = 0; index < sorted.length;) {
    const time = sorted[index]?.value ?? 0;
    const atRisk = sorted.length - index;
    let ended = 0;
    for (; index < sorted.length && sorted[index]?.value === time; index += 1) {
      if (!sorted[index]?.censored) ended += 1;
    }
    if (ended === 0) continue;
    survival *= 1 - ended / atRisk;
    greenwood += ended / (atRisk * (atRisk - ended));
    steps.push({ time, survival, greenwood });
  }
  return steps;
}

/** The first time at which no more than 1 − q are still going on; null when the cap hides it. */
export function survivalQuantile(steps: readonly SurvivalStep[], q: number): number | null {
  return steps.find(({ survival }) => survival <= 1 - q + 1e-12)?.time ?? null;
}

/**
 * Interval of a quantile by inverting the log(−log) interval of the curve (Brookmeyer, Crowley 1982): the times
 * at which 1 − q lies within it. `high` is null when the cap hides it.
 */
export function survivalQuantileInterval(
  steps: readonly SurvivalStep[],
  q: number,
  level = 0.95,
): { low: number; high: number | null } | null {
  const z = normalQuantile(0.5 + level / 2);
  const lowerEnd = steps.find((step) => curveInterval(step, z)[0] <= 1 - q);
  const upperEnd = steps.find((step) => curveInterval(step, z)[1] < 1 - q);
  return lowerEnd ? { low: lowerEnd.time, high: upperEnd?.time ?? null } : null;
}

function curveInterval({ survival, greenwood }: SurvivalStep, z: number): Interval {
  if (survival <= 0) return [0, 0];
  const log = Math.log(survival);
  const half = (z * Math.sqrt(greenwood)) / Math.abs(log);
  return [survival ** Math.exp(half), survival ** Math.exp(-half)];
}

/** Mean of min(length, cap): what a censored sample does tell about the mean. */
export function restricted(durations: readonly Duration[], cap: number): readonly number[] {
  return durations.map(({ value }) => Math.min(value, cap));
}
