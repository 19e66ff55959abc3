import { withLogitsOf, type Candidates } from "../candidates.ts";

/** Values of the DRY parameters (`dry_multiplier`, `dry_base`, `dry_allowed_length`). */
export interface DryOptions {
  multiplier: number;
  base: number;
  allowedLength: number;
}

/** Largest exponent e with base^e inside a 32-bit float, as in llama.cpp: ln(FLT_MAX) ≈ 88.72. */
const FLOAT_MAX_LOG = 88.722_839_1;

/**
 * Don't repeat yourself: a token that would lengthen a repetition of the last n tokens loses
 * multiplier · base^(n − allowed_length) once n ≥ allowed_length; the longest repetition counts
 * (`llama_sampler_dry`). `seen` is oldest first; repetitions are not followed across a breaker.
 */
export function applyDry(
  candidates: Candidates,
  options: DryOptions,
  seen: readonly number[],
  breakers: ReadonlySet<number> = new Set(),
): Candidates {
  const lengths = repetitionLengths(seen, breakers);
  return withLogitsOf(
    candidates,
    lengths.keys(),
    (logit, id) => logit - dryPenalty(lengths.get(id), options),
  );
}

function dryPenalty(
  length: number | undefined,
  { multiplier, base, allowedLength }: DryOptions,
): number {
  if (length === undefined || length < allowedLength) return 0;
  const exponent = length - allowedLength;
  const limit = base > 1.000001 ? Math.floor(FLOAT_MAX_LOG / Math.log(base)) : Infinity;
  return multiplier * base ** Math.min(exponent, limit);
}

/** Token → length of the longest earlier passage, equal to the end of `seen`, that it followed. */
export function repetitionLengths(
  seen: readonly number[],
  breakers: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const fromEnd = seen.toReversed();
  const broken = fromEnd.findIndex((token) => breakers.has(token));
  const longest = broken < 0 ? fromEnd.length : broken;
  const matches = matchLengths(fromEnd);
  const lengths = new Map<number, number>();
  for (let start = 1; start < fromEnd.length; start += 1) {
    const next = fromEnd[start - 1];
    const length = Math.min(matches[start] ?? 0, longest);
    if (next === undefined || breakers.has(next)) continue;
    lengths.set(next, Math.max(lengths.get(next) ?? 0, length));
  }
  return lengths;
}

/** Z-algorithm: at i, how many items from i on equal the items from 0 on. O(n). */
function matchLengths(items: readonly number[]): Int32Array {
  const lengths = new Int32Array(items.length);
  let left = 0;
  let right = 0;
  for (let index = 1; index < items.length; index += 1) {
    let length = index < right ? Math.min(right - index, lengths[index - left] ?? 0) : 0;
    while (index + length < items.length && items[length] === items[index + length]) length += 1;
    lengths[index] = length;
    if (index + length > right) [left, right] = [index, index + length];
  }
  return lengths;
}
