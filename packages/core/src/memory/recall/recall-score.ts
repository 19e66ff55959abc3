import type { RecallConstants } from "./recall-constants.ts";
import type { IndexedMessage, RecallIndex } from "./recall-index.ts";
import type { RecallQuery } from "./recall-query.ts";

/**
 * A score for every message of the indexed path: BM25 over the message with a little of its neighbours,
 * shared between neighbours and within a talk, raised by the dates and the speaker asked about; asked twice,
 * the second time with terms of the first answer (RM3). Everything is lexical and nothing is learnt.
 */
export function scoreMessages(
  index: RecallIndex,
  query: RecallQuery,
  constants: RecallConstants,
): Float64Array {
  const terms = termIds(index, query);
  const first = scoreOnce(index, query, terms, { all: terms, constants });
  const extra = feedbackTerms(index, terms, first, constants);
  if (extra.size === 0) return first;
  return scoreOnce(index, query, terms, { all: new Map([...terms, ...extra]), constants });
}

/** Weights by the numbers of the terms that occur at all. */
function termIds(index: RecallIndex, { terms }: RecallQuery): Map<number, number> {
  const ids = new Map<number, number>();
  for (const [term, weight] of terms) {
    const id = index.termId(term);
    if (id >= 0) ids.set(id, weight);
  }
  return ids;
}

function scoreOnce(
  index: RecallIndex,
  query: RecallQuery,
  asked: ReadonlyMap<number, number>,
  { all, constants }: { all: ReadonlyMap<number, number>; constants: RecallConstants },
): Float64Array {
  const base = new Float64Array(index.messages.length);
  addTerms(index, all, constants, base);
  const scores = smoothed(index, base, constants);
  addSessions(index, asked, constants, scores);
  if (query.asksReply) favourReplies(index, constants, scores);
  addDates(index, query.dates, constants, scores);
  if (query.speaker !== null) favour(index, query.speaker, constants, scores);
  return scores;
}

/** BM25 with each term counted in the message and, weaker, around it. */
function addTerms(
  index: RecallIndex,
  terms: ReadonlyMap<number, number>,
  constants: RecallConstants,
  scores: Float64Array,
): void {
  const { messages, spread, meanLength } = index;
  const { k1, b } = constants;
  const counts = new Float64Array(messages.length);
  for (const [term, weight] of terms) {
    const postings = index.postings(term);
    if (!postings) continue;
    const touched = spreadCounts(
      postings.positions,
      postings.counts,
      messages,
      spread,
      constants,
      counts,
    );
    const gain = index.rarity(term) * weight * (k1 + 1);
    for (const i of touched) {
      const count = counts[i] ?? 0;
      const length = (messages[i]?.length ?? 0) / meanLength;
      scores[i] = (scores[i] ?? 0) + (gain * count) / (count + k1 * (1 - b + b * length));
      counts[i] = 0;
    }
  }
}

/** A term's counts with what neighbours lend; returns the positions touched, each once. */
function spreadCounts(
  positions: readonly number[],
  termCounts: readonly number[],
  messages: readonly IndexedMessage[],
  spread: number,
  constants: RecallConstants,
  counts: Float64Array,
): number[] {
  const touched: number[] = [];
  const add = (i: number, value: number): void => {
    if (counts[i] === 0) touched.push(i);
    counts[i] = (counts[i] ?? 0) + value;
  };
  for (let k = 0; k < positions.length; k++) {
    const j = positions[k] ?? 0;
    const count = termCounts[k] ?? 0;
    const from = messages[j];
    if (!from) continue;
    add(j, count);
    const lent = Math.min(count, constants.neighbourCap);
    for (const offset of NEIGHBOURS) {
      const to = messages[j + offset];
      if (!to || to.session !== from.session) continue;
      const even = constants.window[Math.abs(offset) - 1] ?? 0;
      const answers = offset === -1 && from.length > 2 * to.length;
      const weight = even * (1 - spread) + (answers ? constants.reply * spread : 0);
      if (weight > 0) add(j + offset, weight * lent);
    }
  }
  return touched;
}

const NEIGHBOURS = [-2, -1, 1, 2] as const;

function smoothed(
  { messages, spread }: RecallIndex,
  base: Float64Array,
  { smoothEven, smoothUneven }: RecallConstants,
): Float64Array {
  const near = smoothEven[0] * (1 - spread) + smoothUneven[0] * spread;
  const far = smoothEven[1] * (1 - spread) + smoothUneven[1] * spread;
  const scores = base.slice();
  for (let i = 0; i < base.length; i++) {
    const score = base[i] ?? 0;
    if (score === 0) continue;
    const session = messages[i]?.session;
    for (const offset of NEIGHBOURS) {
      const j = i + offset;
      if (j < 0 || messages[j]?.session !== session) continue;
      scores[j] = (scores[j] ?? 0) + score * (Math.abs(offset) === 1 ? near : far);
    }
  }
  return scores;
}

/** A talk is a document too: what it says about the question is shared by all of its messages. */
function addSessions(
  index: RecallIndex,
  terms: ReadonlyMap<number, number>,
  { session: weight }: RecallConstants,
  scores: Float64Array,
): void {
  const { messages } = index;
  const last = messages.at(-1);
  if (!last || last.session === 0) return;
  const lengths = new Float64Array(last.session + 1);
  for (const message of messages)
    lengths[message.session] = (lengths[message.session] ?? 0) + message.length;
  const mean = (index.meanLength * messages.length) / lengths.length;
  const found = new Float64Array(lengths.length);
  for (const [term, own] of terms) {
    const postings = index.postings(term);
    if (!postings) continue;
    const counts = new Map<number, number>();
    for (let k = 0; k < postings.positions.length; k++) {
      const session = messages[postings.positions[k] ?? 0]?.session ?? 0;
      counts.set(session, (counts.get(session) ?? 0) + (postings.counts[k] ?? 0));
    }
    const gain = own * index.rarity(term) * 2.2;
    for (const [session, count] of counts) {
      const length = (lengths[session] ?? 0) / mean;
      found[session] =
        (found[session] ?? 0) + (gain * count) / (count + 1.2 * (0.25 + 0.75 * length));
    }
  }
  for (let i = 0; i < scores.length; i++) {
    scores[i] = (scores[i] ?? 0) + weight * (found[messages[i]?.session ?? 0] ?? 0);
  }
}

/** Messages of a day that the question names, and messages that speak of that day. */
function addDates(
  index: RecallIndex,
  dates: readonly string[],
  { date, spokenDate }: RecallConstants,
  scores: Float64Array,
): void {
  for (const key of dates) {
    const written = index.postings(index.termId(`@${key}`))?.positions ?? [];
    const spoken = index.postings(index.termId(`~${key}`))?.positions ?? [];
    const hits = new Map<number, number>();
    for (const i of written) hits.set(i, date);
    for (const i of spoken) hits.set(i, Math.max(hits.get(i) ?? 0, spokenDate));
    const found = written.length + spoken.length;
    const rarity = Math.log(1 + Math.max(0, scores.length - found + 0.5) / (found + 0.5));
    for (const [i, weight] of hits) scores[i] = (scores[i] ?? 0) + rarity * weight;
  }
}

function favour(
  { messages }: RecallIndex,
  speaker: string,
  { speaker: sum, speakerShare }: RecallConstants,
  scores: Float64Array,
): void {
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score > 0 && messages[i]?.speaker === speaker) scores[i] = score * (1 + speakerShare) + sum;
  }
}

/** Replies are long and cost much; one that is asked for is worth it. */
function favourReplies(
  { messages, spread }: RecallIndex,
  { replyAsked }: RecallConstants,
  scores: Float64Array,
): void {
  const factor = 1 + (replyAsked - 1) * spread;
  for (let i = 0; i < scores.length; i++) {
    if (messages[i]?.side === "other") scores[i] = (scores[i] ?? 0) * factor;
  }
}

/** Terms that the best messages have in common, rare ones first, at a small weight (Lavrenko and Croft's RM3). */
function feedbackTerms(
  index: RecallIndex,
  asked: ReadonlyMap<number, number>,
  scores: Float64Array,
  constants: RecallConstants,
): Map<number, number> {
  const best = topPositions(scores, constants.feedbackMessages);
  const sum = best.reduce((total, i) => total + (scores[i] ?? 0), 0);
  const gains = new Float64Array(index.termCount);
  for (const i of best) {
    const message = index.messages[i];
    if (!message) continue;
    const { stems, counts } = message;
    const share = (scores[i] ?? 0) / sum / (message.length + constants.feedbackLength);
    for (let k = 0; k < stems.length; k++) {
      const id = stems[k] ?? 0;
      gains[id] = (gains[id] ?? 0) + share * Math.min(counts[k] ?? 0, constants.neighbourCap);
    }
  }
  for (const id of [...asked.keys(), ...index.speakerNames.keys()]) gains[id] = 0;
  for (let id = 0; id < gains.length; id++) {
    if (gains[id]) gains[id] = (gains[id] ?? 0) * index.rarity(id);
  }
  const ranked = topPositions(gains, constants.feedbackTerms);
  const most = gains[ranked[0] ?? 0] || 1;
  return new Map(ranked.map((id) => [id, (constants.feedback * (gains[id] ?? 0)) / most]));
}

/** Positions of the highest positive scores, best first; equal ones in the order of the path. */
function topPositions(scores: Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score <= 0) continue;
    if (best.length === count && score <= (scores[best[count - 1] ?? 0] ?? 0)) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] ?? 0] ?? 0) < score) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}
