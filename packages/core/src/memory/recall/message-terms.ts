import { textOf } from "../../chat/message.ts";
import type { MessageRecord } from "../../conversation/message-record.ts";
import { conceptsOf } from "./concepts.ts";
import { dateKeys } from "./calendar.ts";
import { STOP_WORDS } from "./stop-words.ts";
import { stemWord } from "./stem-word.ts";
import { wordsOf } from "./words-of.ts";

/** Version of what is read out of a message; terms kept under another one are made again. */
export const TERMS_VERSION = 2;

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
  const concepts: string[] = [];
  for (const word of wordsOf(text)) {
    const { stem, kinds } = lexemeOf(word);
    if (stem === "") continue;
    const before = counts.get(stem) ?? 0;
    counts.set(stem, before + 1);
    if (before > 0 || kinds.length === 0) continue;
    for (const kind of kinds) if (!concepts.includes(kind)) concepts.push(kind);
  }
  const said = record.created_at ? new Date(record.created_at) : null;
  return {
    version: TERMS_VERSION,
    stems: flattened(counts),
    concepts,
    dates: dateKeys(text, said),
  };
}

/** A word as it is indexed: its stem, "" for one that says nothing, and the kinds that it belongs to. */
interface Lexeme {
  stem: string;
  kinds: readonly string[];
}

const LEXEMES_KEPT = 50_000;
const lexemes = new Map<string, Lexeme>();

function lexemeOf(word: string): Lexeme {
  const known = lexemes.get(word);
  if (known) return known;
  const stem = STOP_WORDS.has(word) ? "" : stemWord(word);
  const lexeme = { stem, kinds: stem === "" ? [] : conceptsOf(stem) };
  if (lexemes.size >= LEXEMES_KEPT) lexemes.clear();
  lexemes.set(word, lexeme);
  return lexeme;
}

function flattened(counts: ReadonlyMap<string, number>): (string | number)[] {
  const flat: (string | number)[] = [];
  for (const [stem, count] of counts) flat.push(stem, count);
  return flat;
}

/** The stems of a text that carry meaning, in order. */
export function stemsOf(text: string): string[] {
  return wordsOf(text)
    .map((word) => lexemeOf(word).stem)
    .filter((stem) => stem !== "");
}

function searchedText(message: MessageRecord["message"]): string {
  const calls = message.tool_calls ?? [];
  const text = textOf(message);
  if (calls.length === 0) return text;
  return [text, ...calls.map((call) => `${call.function.name} ${call.function.arguments}`)].join(
    "\n",
  );
}
