import { nthLargest } from "./nth-largest.ts";
import type { RecallConstants } from "./recall-constants.ts";
import { topPositions } from "./top-positions.ts";

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

/** More candidates than the room could ever hold are not sorted: hardly a message takes less. */
const CANDIDATE_TOKENS = 6;

/**
 * Positions to quote, best first. Greedy by score; in an uneven history by score over a power of the cost,
 * and a stretch of it that was taken from already counts for a little less, so that the parts of an answer
 * that stand far apart all come in.
 */
export function packMessages(input: PackInput): number[] {
  const { spread, constants } = input;
  const values = valuesOf(input);
  const chooser = new Chooser(input);
  if (spread > 0.5) takeLeading(input, values, chooser);
  for (const position of chooser.taken) values[position] = 0;
  const ranked = rankedPositions(values, Math.ceil(input.room / CANDIDATE_TOKENS));
  const loss = constants.coverage * spread;
  if (loss === 0) {
    for (const position of ranked) if (!chooser.take(position)) break;
    return chooser.taken;
  }
  const stretches = stretchesOf(ranked, values.length, constants.stretches);
  for (;;) {
    const best = bestStretch(stretches, values, loss);
    const position = best?.queue[best.next];
    if (!best || position === undefined) return chooser.taken;
    best.next++;
    const before = chooser.left;
    if (!chooser.take(position)) return chooser.taken;
    best.share += ((before - chooser.left) / input.room) * stretches.length;
  }
}

interface Stretch {
  queue: number[];
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
function takeLeading(input: PackInput, values: Float64Array, chooser: Chooser): void {
  const { scores, cost, room, shortSide, constants } = input;
  const most = room * constants.leadingShare;
  const leading = scores.slice();
  for (let i = 0; i < leading.length; i++) {
    if (!values[i] || !shortSide(i) || cost(i) > most) leading[i] = 0;
  }
  for (const position of topPositions(leading, constants.leading)) chooser.take(position);
}

/** What each position is worth for its cost; 0 for those that are no candidates. */
function valuesOf({ scores, cost, allowed, spread, constants }: PackInput): Float64Array {
  const power = constants.costPower * spread;
  const values = new Float64Array(scores.length);
  let most = 0;
  for (let i = 0; i < scores.length; i++) most = Math.max(most, scores[i] ?? 0);
  const least = most * constants.leastShare;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score <= least || !allowed(i)) continue;
    values[i] = power === 0 ? score : score / cost(i) ** power;
  }
  return values;
}

/** Positions by falling value; of equal ones the newer first. */
function rankedPositions(values: Float64Array, count: number): number[] {
  const positions: number[] = [];
  for (let i = values.length - 1; i >= 0; i--) if (values[i]) positions.push(i);
  return strongest(positions, values, count).sort(
    (one, other) => (values[other] ?? 0) - (values[one] ?? 0) || other - one,
  );
}

function strongest(positions: number[], values: Float64Array, count: number): number[] {
  if (positions.length <= count) return positions;
  const least = nthLargest(
    Float64Array.from(positions, (i) => values[i] ?? 0),
    count,
  );
  return positions.filter((i) => (values[i] ?? 0) >= least);
}

function stretchesOf(ranked: readonly number[], length: number, count: number): Stretch[] {
  const stretches = Array.from({ length: count }, (): Stretch => ({
    queue: [],
    next: 0,
    share: 0,
  }));
  for (const position of ranked) {
    stretches[Math.floor((position * count) / length)]?.queue.push(position);
  }
  return stretches;
}

function bestStretch(
  stretches: readonly Stretch[],
  values: Float64Array,
  loss: number,
): Stretch | null {
  let best: Stretch | null = null;
  let most = 0;
  for (const stretch of stretches) {
    const value = (values[stretch.queue[stretch.next] ?? -1] ?? 0) / (1 + loss * stretch.share);
    if (value > most) {
      most = value;
      best = stretch;
    }
  }
  return best;
}
