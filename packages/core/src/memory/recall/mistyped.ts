import type { RecallIndex } from "./recall-index.ts";

/** Shorter words become other words by one letter. */
const LEAST_LETTERS = 5;

/**
 * Numbers of the terms that a stem unknown to the history may be a slip of: one letter more, less or other,
 * or two exchanged, the first letter right.
 */
export function meantTerms(index: RecallIndex, stem: string): readonly number[] {
  if (stem.length < LEAST_LETTERS) return [];
  const found: number[] = [];
  for (let id = 0; id < index.termCount; id++) {
    const term = index.termName(id);
    if (Math.abs(term.length - stem.length) > 1 || term.charCodeAt(0) !== stem.charCodeAt(0))
      continue;
    if (term.length >= LEAST_LETTERS && isOneSlip(term, stem)) found.push(id);
  }
  return found;
}

function isOneSlip(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one.at(-1 - end) === other.at(-1 - end)) end++;
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right === `${left[1] ?? ""}${left[0] ?? ""}`;
}
