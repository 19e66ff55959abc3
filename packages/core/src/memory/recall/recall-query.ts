import { dateKeys } from "./calendar.ts";
import { conceptsAsked, conceptsOf } from "./concepts.ts";
import type { RecallConstants } from "./recall-constants.ts";
import type { RecallIndex } from "./recall-index.ts";
import { stemsOf } from "./message-terms.ts";
import { ASKING_WORDS, POINTING_WORDS, SMALL_TALK, STOP_WORDS } from "./stop-words.ts";
import { stemWord } from "./stem-word.ts";
import { wordsOf } from "./words-of.ts";

/** A message about to be sent, as a question to the history. */
export interface RecallQuery {
  /** Weight of each stem and concept looked for. */
  terms: ReadonlyMap<string, number>;
  dates: readonly string[];
  /** The one speaker it names; null for none or several. */
  speaker: string | null;
  /** It asks what the other side said ("did you recommend…"). */
  asksReply: boolean;
}

export interface QuestionText {
  text: string;
  /** When it is asked, for "yesterday"; null when unknown. */
  asked: Date | null;
  /** What was said last, for a question that only points back to it. */
  before: string;
}

/** What the earlier exchange counts for when the question only points to it. */
const BEFORE_WEIGHT = 0.5;
const REPLY =
  /\b(?:did|have|had) you\b|\byou (?:said|suggested|recommended|advised|explained|mentioned|told|proposed|listed|wrote|gave)\b|\byour (?:advice|suggestions?|recommendations?|answer|reply|explanation)\b/i;
const TURNING = /^\s*(?:and|but|so|or|what about|how about|why|which)\b/i;

let asking: ReadonlySet<string> | undefined;

function isAsking(stem: string): boolean {
  asking ??= new Set(ASKING_WORDS.map((word) => stemWord(word)));
  return asking.has(stem);
}

/** What to look for; null when the message asks nothing of the history ("thanks!", "ok"). */
export function queryOf(
  question: QuestionText,
  index: RecallIndex,
  constants: RecallConstants,
): RecallQuery | null {
  const words = wordsOf(question.text);
  const stems = stemsOf(question.text);
  const pointing = pointsBack(question.text, words, stems);
  if (!pointing && words.every((word) => SMALL_TALK.has(word))) return null;
  if (!question.text.includes("?") && stems.length > 0 && stems.every(isAsking)) {
    return null;
  }
  const terms = new Map<string, number>();
  const speakers = new Set<string>();
  addStems(stems, 1, { terms, speakers, index, constants });
  if (pointing)
    addStems(stemsOf(question.before), BEFORE_WEIGHT, { terms, speakers, index, constants });
  const dates = dateKeys(question.text, question.asked);
  if (terms.size === 0 && dates.length === 0 && speakers.size === 0) return null;
  addConcepts(terms, constants);
  const [speaker = null] = speakers;
  return {
    terms,
    dates,
    speaker: speakers.size === 1 ? speaker : null,
    asksReply: REPLY.test(question.text),
  };
}

/** Little is said, and it leans on the exchange before: "and the other one?", "why that?". */
function pointsBack(text: string, words: readonly string[], stems: readonly string[]): boolean {
  if (stems.length > 2 || words.length > 10) return false;
  const points = words.some((word) => POINTING_WORDS.has(word));
  if (stems.length === 0) return text.includes("?") && (points || TURNING.test(text));
  const onlyStops = words.every((word) => STOP_WORDS.has(word) || SMALL_TALK.has(word));
  if (onlyStops) return text.includes("?") && points;
  return TURNING.test(text) && (points || stems.length === 1);
}

interface Sink {
  terms: Map<string, number>;
  speakers: Set<string>;
  index: RecallIndex;
  constants: RecallConstants;
}

function addStems(stems: readonly string[], weight: number, sink: Sink): void {
  for (const stem of stems) {
    const speaker = sink.index.speakerNames.get(stem);
    if (speaker !== undefined) {
      if (weight === 1) sink.speakers.add(speaker);
      continue;
    }
    const own = isAsking(stem) ? sink.constants.asking : 1;
    sink.terms.set(stem, (sink.terms.get(stem) ?? 0) + weight * own);
  }
}

function addConcepts(terms: Map<string, number>, constants: RecallConstants): void {
  const concepts = new Map<string, number>();
  for (const [stem, weight] of terms) {
    const share = Math.min(1, weight);
    for (const concept of conceptsOf(stem))
      raise(concepts, concept, constants.conceptNamed * share);
    for (const concept of conceptsAsked(stem))
      raise(concepts, concept, constants.conceptAsked * share);
  }
  for (const [concept, weight] of concepts) terms.set(concept, weight);
}

function raise(weights: Map<string, number>, key: string, weight: number): void {
  weights.set(key, Math.max(weights.get(key) ?? 0, weight));
}
