import { wordsOf, stemWord } from "./stem-word.ts";
import type { RecallIndex } from "./recall-index.ts";
import type { RecallQuery } from "./recall-query.ts";

/** Why a message was brought back, in words: what it shares with the question, rarest first. */
export function recallReason(
  index: RecallIndex,
  query: RecallQuery,
  text: string,
  position: number,
): string {
  const message = index.messages[position];
  if (!message) return "";
  const shared = idsIn(index, query.terms.keys(), message.stems)
    .toSorted((one, other) => index.rarity(other) - index.rarity(one))
    .slice(0, 3)
    .map((id) => `“${wordFor(index.termName(id), text)}”`);
  if (shared.length > 0) return `mentions ${shared.join(", ")}`;
  const [kind] = idsIn(index, query.terms.keys(), message.marks);
  if (kind !== undefined) return `names something of the kind “${index.termName(kind).slice(1)}”`;
  const dates = query.dates.flatMap((key) => [`@${key}`, `~${key}`]);
  const [date] = idsIn(index, dates, message.marks);
  return date === undefined ? "stands beside what matches" : "is of the date asked about";
}

function idsIn(index: RecallIndex, terms: Iterable<string>, ids: Int32Array): number[] {
  return [...terms].map((term) => index.termId(term)).filter((id) => id >= 0 && ids.includes(id));
}

/** The word of the question that a stem came from; the stem itself when it came from the exchange before. */
function wordFor(stem: string, text: string): string {
  return wordsOf(text).find((word) => stemWord(word) === stem) ?? stem;
}
