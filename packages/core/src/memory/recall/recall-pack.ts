import type { RecallConstants } from "./recall-constants.ts";

export interface PackInput {
  /** Score by position; only positive ones are candidates. */
  scores: Float64Array;
  /** Tokens that quoting a position costs by itself. */
  cost: (position: number) => number;
  /** Tokens of the heading that the first quotation of a group costs, and the group of a position. */
  groupCost: number;
  groupOf: (position: number) => string;
  /** False for what must not be quoted: visible, excluded, not a message of talk. */
  allowed: (position: number) => boolean;
  /** Tokens to fill. */
  room: number;
  spread: number;
  /** True for a message of the side that writes less. */
  shortSide: (position: number) => boolean;
  constants: RecallConstants;
}

/** More candidates than could ever be packed are not sorted. */
const CANDIDATES = 4_000;

/**
 * Positions to quote, best first. Greedy by score; in an uneven history by score over a power of the cost,
 * and a stretch of it that was taken from already counts for a little less, so that the parts of an answer
 * that stand far apart all come in.
 */
export function packMessages(input: PackInput): number[] {
  const { spread, constants } = input;
  const candidates = candidatesOf(input);
  const chooser = new Chooser(input);
  if (spread > 0.5) takeLeading(input, candidates, chooser);
  const lead = new Set(chooser.taken);
  const ranked = candidates.filter(([position]) => !lead.has(position)).sort(byValue);
  const loss = constants.coverage * spread;
  if (loss === 0) {
    for (const [position] of ranked) if (!chooser.take(position)) break;
    return chooser.taken;
  }
  const stretches = stretchesOf(ranked, input.scores.length, constants.stretches);
  for (;;) {
    const best = bestStretch(stretches, loss);
    const position = best?.queue[best.next]?.[0];
    if (!best || position === undefined) return chooser.taken;
    best.next++;
    const before = chooser.left;
    if (!chooser.take(position)) return chooser.taken;
    best.share += ((before - chooser.left) / input.room) * stretches.length;
  }
}

type Candidate = readonly [position: number, value: number];

interface Stretch {
  queue: Candidate[];
  next: number;
  /** What was taken from it, as a multiple of an even share. */
  share: number;
}

class Chooser {
  readonly taken: number[] = [];
  left: number;
  readonly #groups = new Set<string>();
  readonly #input: PackInput;

  constructor(input: PackInput) {
    this.#input = input;
    this.left = input.room;
  }

  /** Takes the position if it fits; false once hardly anything could. */
  take(position: number): boolean {
    const { cost, groupOf, groupCost } = this.#input;
    const group = groupOf(position);
    const tokens = cost(position) + (this.#groups.has(group) ? 0 : groupCost);
    if (tokens <= this.left) {
      this.left -= tokens;
      this.#groups.add(group);
      this.taken.push(position);
    }
    return this.left >= SMALLEST;
  }
}

const SMALLEST = 12;

/** What matches best comes first even if it is long: a cheap message that hardly matches is no substitute. */
function takeLeading(input: PackInput, candidates: readonly Candidate[], chooser: Chooser): void {
  const { scores, cost, room, shortSide, constants } = input;
  const most = room * constants.leadingShare;
  const score = (position: number): number => scores[position] ?? 0;
  const best = candidates
    .map(([position]) => position)
    .filter((position) => shortSide(position) && cost(position) <= most)
    .sort((one, other) => score(other) - score(one) || other - one)
    .slice(0, constants.leading);
  for (const position of best) chooser.take(position);
}

/** By falling value; of equal ones the newer first. */
const byValue = (one: Candidate, other: Candidate): number =>
  other[1] - one[1] || other[0] - one[0];

function candidatesOf({ scores, cost, allowed, spread, constants }: PackInput): Candidate[] {
  const power = constants.costPower * spread;
  const least = scores.reduce((most, score) => Math.max(most, score), 0) * constants.leastShare;
  const candidates: Candidate[] = [];
  for (let i = scores.length - 1; i >= 0; i--) {
    const score = scores[i] ?? 0;
    if (score <= least || !allowed(i)) continue;
    candidates.push([i, power === 0 ? score : score / cost(i) ** power]);
  }
  return strongest(candidates);
}

function strongest(candidates: Candidate[]): Candidate[] {
  if (candidates.length <= CANDIDATES) return candidates;
  const values = Float64Array.from(candidates, ([, value]) => value).sort();
  const least = values[values.length - CANDIDATES] ?? 0;
  return candidates.filter(([, value]) => value >= least);
}

function stretchesOf(ranked: readonly Candidate[], length: number, count: number): Stretch[] {
  const stretches = Array.from({ length: count }, (): Stretch => ({
    queue: [],
    next: 0,
    share: 0,
  }));
  for (const candidate of ranked) {
    stretches[Math.floor((candidate[0] * count) / length)]?.queue.push(candidate);
  }
  return stretches;
}

function bestStretch(stretches: readonly Stretch[], loss: number): Stretch | null {
  let best: Stretch | null = null;
  let most = 0;
  for (const stretch of stretches) {
    const value = (stretch.queue[stretch.next]?.[1] ?? 0) / (1 + loss * stretch.share);
    if (value > most) {
      most = value;
      best = stretch;
    }
  }
  return best;
}
