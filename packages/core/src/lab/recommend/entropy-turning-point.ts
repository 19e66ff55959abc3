import { randomFrom } from "../../sampling/random.ts";
import { InvalidInputError } from "../../error/errors.ts";
import { quantile } from "../statistics/order-statistics.ts";
import type { Interval } from "../statistics/interval.ts";

/** Fewer prompts than this give no interval worth showing. */
export const PROMPTS_FOR_TURNING_POINT = 20;
/** Fewer temperatures than this show no curvature. */
const TEMPERATURES_FOR_TURNING_POINT = 6;
const RESAMPLES = 999;
/** A turning point that fewer of the resamples have is none. */
const SHARE_FOUND = 0.9;

/** Mean token entropies of one prompt, in nats, one for each temperature. */
export type EntropyCurve = readonly number[];

/** Where token entropy takes off, or why it cannot be said. */
export type TurningPoint =
  | { found: true; temperature: number; interval: Interval; prompts: number }
  | { found: false; reason: string; prompts: number };

/**
 * The entropy turning point (Du, Yang, Welleck 2025): the temperature at which the logarithm of the mean token
 * entropy turns from concave to convex. It needs no labels. An upper limit for drawing several answers and
 * combining them, not for a single answer. Percentile bootstrap over prompts.
 */
export function entropyTurningPoint(
  temperatures: readonly number[],
  curves: readonly EntropyCurve[],
  { seed = 1 }: { seed?: number } = {},
): TurningPoint {
  checkGrid(temperatures);
  const prompts = curves.length;
  if (prompts < PROMPTS_FOR_TURNING_POINT) {
    const reason = `${prompts} prompts, it takes ${PROMPTS_FOR_TURNING_POINT}`;
    return { found: false, reason, prompts };
  }
  const point = turningPointOf(temperatures, curves);
  if (point === null) return { found: false, reason: "none found on this grid", prompts };
  const random = randomFrom(seed);
  const found: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    const drawn = curves.map(() => curves[random.integer(prompts)] ?? []);
    const at = turningPointOf(temperatures, drawn);
    if (at !== null) found.push(at);
  }
  if (found.length < SHARE_FOUND * RESAMPLES) {
    const reason = `none found: ${Math.round((100 * found.length) / RESAMPLES)}% of the resamples have one`;
    return { found: false, reason, prompts };
  }
  const interval: Interval = [quantile(found, 0.025), quantile(found, 0.975)];
  return { found: true, temperature: point, interval, prompts };
}

function checkGrid(temperatures: readonly number[]): void {
  const ascending = temperatures.every(
    (temperature, index) => temperature > (temperatures[index - 1] ?? 0),
  );
  if (ascending && temperatures.length >= TEMPERATURES_FOR_TURNING_POINT) return;
  const allowed = `at least ${TEMPERATURES_FOR_TURNING_POINT} ascending temperatures above 0`;
  throw new InvalidInputError({
    message: `the temperatures are ${temperatures.join(", ")}, allowed are ${allowed}`,
    remedy: "Sweep temperature=.2,.4,.6,.8,1,1.2,1.4,1.6 or the like.",
    details: { field: "temperature", given: temperatures, allowed },
  });
}

function turningPointOf(
  temperatures: readonly number[],
  curves: readonly EntropyCurve[],
): number | null {
  const logs = temperatures.map((_, index) =>
    Math.log(curves.reduce((sum, curve) => sum + (curve[index] ?? 0), 0) / curves.length),
  );
  if (!logs.every(Number.isFinite)) return null;
  const slopes = differences(temperatures, smoothed(logs));
  const curvatures = differences(slopes.at, slopes.values);
  return signChange(curvatures);
}

/** Weights ¼, ½, ¼ inside; the ends as they are. */
function smoothed(values: readonly number[]): readonly number[] {
  return values.map((value, index) => {
    const [before, after] = [values[index - 1], values[index + 1]];
    return before === undefined || after === undefined ? value : (before + 2 * value + after) / 4;
  });
}

/** Slopes between neighbours, at the middles. */
function differences(
  at: readonly number[],
  values: readonly number[],
): { at: readonly number[]; values: readonly number[] } {
  const pairs = at.slice(1).map((right, index) => {
    const left = at[index] ?? 0;
    const rise = (values[index + 1] ?? 0) - (values[index] ?? 0);
    return { at: (left + right) / 2, value: rise / (right - left) };
  });
  return { at: pairs.map((pair) => pair.at), values: pairs.map((pair) => pair.value) };
}

/** The first place where the values turn from below 0 to above, by linear interpolation. */
function signChange({
  at,
  values,
}: {
  at: readonly number[];
  values: readonly number[];
}): number | null {
  for (let index = 1; index < values.length; index += 1) {
    const [before, after] = [values[index - 1] ?? 0, values[index] ?? 0];
    if (before >= 0 || after <= 0) continue;
    const [left, right] = [at[index - 1] ?? 0, at[index] ?? 0];
    return left + ((right - left) * -before) / (after - before);
  }
  return null;
}
