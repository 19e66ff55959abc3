import { textOf } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";

/** A message worth pinning, for a person to accept or not: nothing is ever pinned silently. */
export interface PinSuggestion {
  id: string;
  kind: "instruction" | "correction";
  /** The sentence that made it one. */
  sentence: string;
}

const INSTRUCTIONS: readonly RegExp[] = [
  /\bfrom now on\b/i,
  /\b(?:in|for) (?:all |the )?(?:future|further) (?:answers|replies|messages|requests)\b/i,
  /\b(?:whenever|every time|each time) (?:I|you|we)\b/i,
  /\b(?:please |you (?:should|must) )?(?:always|never) (?:use|write|answer|reply|call|give|say|add|include|mention|format|start|end|ask|assume|explain|translate|show|keep|put|make)\b/i,
  /\b(?:call me|address me as|my name is|my pronouns are)\b/i,
  /\b(?:remember|keep in mind|note|bear in mind) that\b/i,
  /\bI(?:'d| would)? prefer (?:that |you |to |answers|replies|short|long)/i,
  /\bI(?: am|'m) (?:allergic|vegan|vegetarian|colou?r-?blind|deaf)\b/i,
];

const CORRECTIONS: readonly RegExp[] = [
  /^(?:no|nope|sorry|wait)\b[,.:;!—–-]\s*(?:I|it|that|the|we|he|she|they|not|my)\b/i,
  /\b(?:correction|to correct (?:myself|that|you))\b/i,
  /^actually[, ]/i,
  /\bI (?:meant|misspoke|was wrong|made a mistake)\b/i,
  /\bthat(?:'s| is| was) (?:wrong|not (?:right|correct|true|what I))/i,
  /\bit (?:is|was|should be) .{1,40}, not\b/i,
];

const LONGEST_SENTENCE = 400;

/** Standing instructions and corrections among a person's messages, found by rules; one suggestion a message at most. */
export function suggestPins(
  path: readonly Pick<MessageRecord, "id" | "message">[],
): PinSuggestion[] {
  return path.flatMap(({ id, message }) => {
    if (message.role !== "user") return [];
    const found = firstRule(textOf(message));
    return found ? [{ id, ...found }] : [];
  });
}

function firstRule(text: string): Omit<PinSuggestion, "id"> | null {
  for (const sentence of sentencesOf(text)) {
    if (INSTRUCTIONS.some((rule) => rule.test(sentence))) return { kind: "instruction", sentence };
    if (CORRECTIONS.some((rule) => rule.test(sentence))) return { kind: "correction", sentence };
  }
  return null;
}

/** Sentences outside of code, short enough to be said by a person; a question is no instruction. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length <= LONGEST_SENTENCE && !sentence.endsWith("?"));
}
