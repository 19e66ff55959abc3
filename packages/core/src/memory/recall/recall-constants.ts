/**
 * The scorer's constants, one set for every history. Pairs are for histories of even messages (people
 * talking) and of uneven ones (short questions, long replies); in between they are mixed by the spread of
 * the lengths. Round numbers, checked by leaving conversations out; see the `recall` bench.
 */
export interface RecallConstants {
  /** BM25 saturation and length normalisation (Robertson and Zaragoza, 2009). */
  k1: number;
  b: number;
  /** Weight of a neighbour's terms in a message's key, at distance 1 and 2, in an even history. */
  window: readonly [number, number];
  /** Weight of a long reply's terms in the key of the message that it answers, in an uneven one. */
  reply: number;
  /** A neighbour's term counts at most this often. */
  neighbourCap: number;
  /** Share of a neighbour's score, at distance 1 and 2. */
  smoothEven: readonly [number, number];
  smoothUneven: readonly [number, number];
  session: number;
  /** A message of the day asked for, and one that speaks of that day. */
  date: number;
  spokenDate: number;
  /** The speaker asked about: a share of the score, and a sum. */
  speakerShare: number;
  speaker: number;
  /** A kind asked for, and a kind that a thing in the question belongs to. */
  conceptAsked: number;
  conceptNamed: number;
  /** Weight of words that speak of the conversation itself. */
  asking: number;
  /** Weight of a term that an unknown word may be a slip of. */
  mistyped: number;
  /** Pseudo-relevance feedback (RM3): messages read, terms taken, their weight, length prior. */
  feedbackMessages: number;
  feedbackTerms: number;
  feedback: number;
  feedbackLength: number;
  /** Below this share of the best score nothing is brought back. */
  leastShare: number;
  /** Score is divided by tokens to this power in an uneven history. */
  costPower: number;
  /** In an uneven history the best messages of the shorter side come first whatever they cost, up to this share of the room each. */
  leading: number;
  leadingShare: number;
  /** What replies count for in an uneven history when the question asks what the other side said. */
  replyAsked: number;
  /** How much a stretch of an uneven history loses by being taken from already, and in how many stretches. */
  coverage: number;
  stretches: number;
}

export const RECALL_CONSTANTS: RecallConstants = {
  k1: 1,
  b: 0.5,
  window: [0.1, 0.1],
  reply: 0.1,
  neighbourCap: 1,
  smoothEven: [0.25, 0.15],
  smoothUneven: [0, 0.15],
  session: 0.1,
  date: 2,
  spokenDate: 2,
  speakerShare: 0.5,
  speaker: 2.5,
  conceptAsked: 0.6,
  conceptNamed: 0.1,
  asking: 0.3,
  mistyped: 0.5,
  feedbackMessages: 20,
  feedbackTerms: 40,
  feedback: 0.1,
  feedbackLength: 30,
  leastShare: 0.05,
  costPower: 0.7,
  leading: 5,
  leadingShare: 0.3,
  replyAsked: 3,
  coverage: 0.1,
  stretches: 6,
};
