import type { RecallConstants } from "./recall-constants.ts";
import type { RecallIndex } from "./recall-index.ts";
import type { RecallQuery } from "./recall-query.ts";
import { meantTerms } from "./mistyped.ts";
import { topPositions } from "./top-positions.ts";
import { addTerms, strongestTerms } from "./term-scores.ts";

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
  const terms = strongestTerms(index, termIds(index, query, constants));
  const base = new Float64Array(index.messages.length);
  addTerms(index, terms, constants, base);
  const first = spreadScores(index, query, terms, { base, constants });
  const extra = feedbackTerms(index, terms, first, constants);
  if (extra.size === 0) return first;
  addTerms(index, extra, constants, base);
  return spreadScores(index, query, terms, { base, constants });
}

/** Weights by the numbers of the terms that occur at all. */
function termIds(
  index: RecallIndex,
  { terms }: RecallQuery,
  constants: RecallConstants,
): Map<number, number> {
  const ids = new Map<number, number>();
  for (const [term, weight] of terms) {
    const id = index.termId(term);
    if (id >= 0) ids.set(id, weight);
    else
      for (const meant of meantTerms(index, term))
        ids.set(meant, Math.max(ids.get(meant) ?? 0, weight * constants.mistyped));
  }
  return ids;
}

/** What the messages score by themselves, shared with neighbours and talks, raised by date and speaker. */
function spreadScores(
  index: RecallIndex,
  query: RecallQuery,
  terms: ReadonlyMap<number, number>,
  { base, constants }: { base: Float64Array; constants: RecallConstants },
): Float64Array {
  const scores = smoothed(index, base, constants);
  addSessions(index, terms, constants, scores);
  if (query.asksReply) favourReplies(index, constants, scores);
  addDates(index, query.dates, constants, scores);
  if (query.speaker !== null) favour(index, query.speaker, constants, scores);
  return scores;
}

function smoothed(
  { sessions, spread }: RecallIndex,
  base: Float64Array,
  { smoothEven, smoothUneven }: RecallConstants,
): Float64Array {
  const near = smoothEven[0] * (1 - spread) + smoothUneven[0] * spread;
  const far = smoothEven[1] * (1 - spread) + smoothUneven[1] * spread;
  const scores = base.slice();
  for (let i = 0; i < base.length; i++) {
    const score = base[i] ?? 0;
    if (score === 0) continue;
    const session = sessions[i];
    for (let offset = -2; offset <= 2; offset++) {
      const j = i + offset;
      if (offset === 0 || j < 0 || sessions[j] !== session) continue;
      scores[j] = (scores[j] ?? 0) + score * (offset === 1 || offset === -1 ? near : far);
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
  const { sessions, sessionLengths } = index;
  if (sessionLengths.length < 2) return;
  const mean = (index.meanLength * sessions.length) / sessionLengths.length;
  const found = new Float64Array(sessionLengths.length);
  const counts = new Float64Array(sessionLengths.length);
  for (const [term, own] of terms) {
    const postings = index.postings(term);
    if (!postings) continue;
    counts.fill(0);
    for (let k = 0; k < postings.positions.length; k++) {
      const session = sessions[postings.positions[k] ?? 0] ?? 0;
      counts[session] = (counts[session] ?? 0) + (postings.counts[k] ?? 0);
    }
    const gain = own * index.rarity(term) * 2.2;
    for (let session = 0; session < counts.length; session++) {
      const count = counts[session] ?? 0;
      if (count === 0) continue;
      const length = (sessionLengths[session] ?? 0) / mean;
      found[session] =
        (found[session] ?? 0) + (gain * count) / (count + 1.2 * (0.25 + 0.75 * length));
    }
  }
  for (let i = 0; i < scores.length; i++) {
    scores[i] = (scores[i] ?? 0) + weight * (found[sessions[i] ?? 0] ?? 0);
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
  for (const id of asked.keys()) gains[id] = 0;
  for (const stem of index.speakerNames.keys()) {
    const id = index.termId(stem);
    if (id >= 0) gains[id] = 0;
  }
  for (let id = 0; id < gains.length; id++) {
    if (gains[id]) gains[id] = (gains[id] ?? 0) * index.rarity(id);
  }
  const ranked = topPositions(gains, constants.feedbackTerms);
  const most = gains[ranked[0] ?? 0] || 1;
  return new Map(ranked.map((id) => [id, (constants.feedback * (gains[id] ?? 0)) / most]));
}
