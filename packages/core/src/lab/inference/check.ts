import { InvalidInputError } from "../../error/errors.ts";
import type { Check } from "../experiment.ts";
import { normalQuantile } from "../statistics/special-functions.ts";
import { wilson } from "../statistics/wilson.ts";

/** One-sided 95%. */
const ALPHA = 0.05;

/** What a check says of one cell. `n_needed` is null when no number of samples like these would decide. */
export interface CheckResult {
  check: Check;
  cell_id: string;
  result: "passed" | "failed" | "undecided";
  value: number | null;
  /** The one-sided bound that decides: 95%, or 99% where the data are looked at more than once. */
  bound: number | null;
  n: number;
  n_needed: number | null;
}

const PATTERN = /^\s*([a-z][\w.-]*)\s*(>=|<=)\s*(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%?)\s*$/i;

/** Reads `valid_rate >= .95`, `latency_ms <= 800` or `truncated_rate <= 5%`. */
export function parseCheck(text: string): Check {
  const [, metric, operator, value, percent] = PATTERN.exec(text) ?? [];
  if (metric === undefined || (operator !== ">=" && operator !== "<=")) {
    throw new InvalidInputError({
      message: `${JSON.stringify(text)} is not a check`,
      remedy: 'Write a metric, ">=" or "<=" and a number, as in "valid_rate >= .95".',
      details: { field: "check", given: text, allowed: "METRIC >= NUMBER or METRIC <= NUMBER" },
    });
  }
  return { metric, operator, value: Number(value) / (percent ? 100 : 1) };
}

/** Checks a proportion by Wilson's one-sided bound at error `alpha`, on the effective number of samples. */
export function checkRate(
  check: Check,
  {
    cell_id,
    value,
    n,
    alpha = ALPHA,
  }: { cell_id: string; value: number; n: number; alpha?: number },
): CheckResult {
  const z = normalQuantile(1 - alpha);
  const [low, high] = wilson(value, n, z);
  const passed = check.operator === ">=" ? low >= check.value : high <= check.value;
  const failed = check.operator === ">=" ? high < check.value : low > check.value;
  return {
    check,
    cell_id,
    result: passed ? "passed" : failed ? "failed" : "undecided",
    value,
    bound: failed === (check.operator === ">=") ? high : low,
    n,
    n_needed: passed || failed ? null : samplesToDecide(check, value, z),
  };
}

/** Checks a mean by the ends of its 95% interval, widened where the error is shared among looks. */
export function checkMean(
  check: Check,
  given: {
    cell_id: string;
    value: number | null;
    interval: readonly [number, number | null] | null;
    n: number;
    alpha?: number;
  },
): CheckResult {
  const { cell_id, value, interval, n, alpha = ALPHA } = given;
  const base = { check, cell_id, value, n };
  if (value === null || interval === null) {
    return { ...base, result: "undecided", bound: null, n_needed: null };
  }
  const wider = Math.max(1, normalQuantile(1 - alpha) / normalQuantile(0.975));
  const low = value - wider * (value - interval[0]);
  const high = interval[1] === null ? null : value + wider * (interval[1] - value);
  const passed =
    check.operator === ">=" ? low >= check.value : high !== null && high <= check.value;
  const failed = check.operator === ">=" ? high !== null && high < check.value : low > check.value;
  const distance = Math.abs(value - check.value);
  const half = ((high ?? value + (value - low)) - low) / 2;
  return {
    ...base,
    result: passed ? "passed" : failed ? "failed" : "undecided",
    bound: failed === (check.operator === ">=") ? high : low,
    n_needed: passed || failed || distance === 0 ? null : Math.ceil(n * (half / distance) ** 2),
  };
}

/** The fewest samples with which this proportion would pass or fail; null for one right at the limit. */
export function samplesToDecide(
  { operator, value: limit }: Check,
  proportion: number,
  z: number = normalQuantile(1 - ALPHA),
): number | null {
  if (proportion === limit) return null;
  const decided = (n: number): boolean => {
    const [low, high] = wilson(proportion, n, z);
    return operator === ">=" ? low >= limit || high < limit : high <= limit || low > limit;
  };
  let high = 1;
  while (!decided(high) && high < 1e9) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (decided(middle)) high = middle;
    else low = middle;
  }
  return decided(high) ? high : null;
}

/** The fewest samples with which a perfect result passes; null when none does (a limit beyond 0 or 1). */
export function samplesToPass(
  { operator, value: limit }: Check,
  alpha: number = ALPHA,
): number | null {
  const z = normalQuantile(1 - alpha);
  const distance = operator === ">=" ? 1 - limit : limit;
  if (distance < 0 || distance > 1) return distance > 1 ? 1 : null;
  if (distance === 0) return null;
  // Wilson's bound of a perfect result is n/(n + z²) ≥ 1 − distance.
  return Math.max(1, Math.ceil((z * z * (1 - distance)) / distance - 1e-9));
}

/** Exit code of a run with checks: 0 passed, 100 failed, 101 undecided. */
export function checkExitCode(results: readonly CheckResult[]): 0 | 100 | 101 {
  if (results.some(({ result }) => result === "failed")) return 100;
  return results.some(({ result }) => result === "undecided") ? 101 : 0;
}
