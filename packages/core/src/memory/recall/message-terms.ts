import { textOf } from "../../chat/message.ts";
import type { MessageRecord } from "../../conversation/message-record.ts";
import { conceptsOf } from "./concepts.ts";
import { dateKeys } from "./calendar.ts";
import { STOP_WORDS } from "./stop-words.ts";
import { stemWord, wordsOf } from "./stem-word.ts";

/** Version of what is read out of a message; terms kept under another one are made again. */
export const TERMS_VERSION = 1;

/** What recall knows of a message, computed once from the message alone. JSON. */
export interface MessageTerms {
  version: typeof TERMS_VERSION;
  /** Stem, then how often it occurs, alternating. */
  stems: readonly (string | number)[];
  /** Kinds of things that the message names. */
  concepts: readonly string[];
  /** Keys of the dates it names or means. */
  dates: readonly string[];
}

/** Longest text that is read, in characters; the rest of a longer message is not searched. */
const READ_LIMIT = 200_000;

/** The terms of a message. A date that a text means ("last week") is counted from `created_at`. */
export function termsOf(record: Pick<MessageRecord, "created_at" | "message">): MessageTerms {
  const text = searchedText(record.message).slice(0, READ_LIMIT);
  const counts = new Map<string, number>();
  for (const stem of stemsOf(text)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const concepts = new Set<string>();
  for (const stem of counts.keys()) for (const concept of conceptsOf(stem)) concepts.add(concept);
  const said = record.created_at ? new Date(record.created_at) : null;
  return {
    version: TERMS_VERSION,
    stems: flattened(counts),
    concepts: [...concepts],
    dates: dateKeys(text, said),
  };
}

function flattened(counts: ReadonlyMap<string, number>): (string | number)[] {
  const flat: (string | number)[] = [];
  for (const [stem, count] of counts) flat.push(stem, count);
  return flat;
}

/** The stems of a text that carry meaning, in order. */
export function stemsOf(text: string): string[] {
  const stems: string[] = [];
  for (const word of wordsOf(text)) if (!STOP_WORDS.has(word)) stems.push(stemWord(word));
  return stems;
}

function searchedText(message: MessageRecord["message"]): string {
  const calls = message.tool_calls ?? [];
  const text = textOf(message);
  if (calls.length === 0) return text;
  return [text, ...calls.map((call) => `${call.function.name} ${call.function.arguments}`)].join(
    "\n",
  );
}
