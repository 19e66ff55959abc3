import type { RecallConstants } from "./recall-constants.ts";
import type { RecallIndex } from "./recall-index.ts";
import type { Postings } from "./term-postings.ts";

/** BM25 with each term counted in the message and, weaker, around it. */
export function addTerms(
  index: RecallIndex,
  terms: ReadonlyMap<number, number>,
  constants: RecallConstants,
  scores: Float64Array,
): void {
  const { messages, meanLength } = index;
  const { k1, b } = constants;
  const lending = lendingOf(index, constants);
  const counts = new Float64Array(messages.length);
  const touched = new Int32Array(messages.length);
  for (const [term, weight] of terms) {
    const postings = index.postings(term);
    if (!postings) continue;
    const found = lendCounts(postings, index, lending, { counts, touched });
    const gain = index.rarity(term) * weight * (k1 + 1);
    for (let k = 0; k < found; k++) {
      const i = touched[k] ?? 0;
      const count = counts[i] ?? 0;
      const length = (index.lengths[i] ?? 0) / meanLength;
      scores[i] = (scores[i] ?? 0) + (gain * count) / (count + k1 * (1 - b + b * length));
      counts[i] = 0;
    }
  }
}

/** A term this common beside a rare one changes nothing but the time that the question takes. */
const COMMON = 0.5;
const NEGLIGIBLE = 0.1;
/** A long message is a question too, by its rarest terms. */
const MOST_TERMS = 40;

export function strongestTerms(
  index: RecallIndex,
  terms: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const gain = ([term, weight]: readonly [number, number]): number => index.rarity(term) * weight;
  const ranked = [...terms].toSorted((one, other) => gain(other) - gain(one));
  const least = (ranked[0] ? gain(ranked[0]) : 0) * NEGLIGIBLE;
  const useful = ranked.filter((entry) => {
    const found = index.postings(entry[0])?.positions.length ?? 0;
    return found < index.messages.length * COMMON || gain(entry) > least;
  });
  return new Map(useful.slice(0, MOST_TERMS));
}

/** What a message lends of a term to its neighbours. */
interface Lending {
  /** To either side, at distance 1 and 2, in so far as the history is even. */
  near: number;
  far: number;
  /** From a long reply to the message before it, in so far as the history is uneven. */
  reply: number;
  cap: number;
}

function lendingOf({ spread }: RecallIndex, constants: RecallConstants): Lending {
  return {
    near: constants.window[0] * (1 - spread),
    far: constants.window[1] * (1 - spread),
    reply: constants.reply * spread,
    cap: constants.neighbourCap,
  };
}

interface Scratch {
  counts: Float64Array;
  touched: Int32Array;
}

/** Fills `counts` with a term's counts and what neighbours lend; `touched` lists the positions, each once. */
function lendCounts(
  { positions, counts: own }: Postings,
  { sessions, lengths }: RecallIndex,
  { near, far, reply, cap }: Lending,
  { counts, touched }: Scratch,
): number {
  let found = 0;
  for (let k = 0; k < positions.length; k++) {
    const j = positions[k] ?? 0;
    const count = own[k] ?? 0;
    if (counts[j] === 0) touched[found++] = j;
    counts[j] = (counts[j] ?? 0) + count;
    const lent = Math.min(count, cap);
    const session = sessions[j];
    if (reply > 0 && sessions[j - 1] === session && (lengths[j] ?? 0) > 2 * (lengths[j - 1] ?? 0)) {
      if (counts[j - 1] === 0) touched[found++] = j - 1;
      counts[j - 1] = (counts[j - 1] ?? 0) + reply * lent;
    }
    if (near === 0 && far === 0) continue;
    for (let offset = -2; offset <= 2; offset++) {
      const i = j + offset;
      if (offset === 0 || sessions[i] !== session) continue;
      if (counts[i] === 0) touched[found++] = i;
      counts[i] = (counts[i] ?? 0) + (offset === 1 || offset === -1 ? near : far) * lent;
    }
  }
  return found;
}
