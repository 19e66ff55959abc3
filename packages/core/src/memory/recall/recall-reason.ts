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
  const stems = new Set(message.terms.stems.filter((_, i) => i % 2 === 0));
  const shared = [...query.terms.keys()]
    .filter((term) => stems.has(term))
    .toSorted((one, other) => index.rarity(other) - index.rarity(one))
    .slice(0, 3);
  if (shared.length > 0)
    return `mentions ${shared.map((stem) => `“${wordFor(stem, text)}”`).join(", ")}`;
  const kind = message.terms.concepts.find((concept) => query.terms.has(concept));
  if (kind) return `names something of the kind “${kind.slice(1)}”`;
  const dated = query.dates.some((key) =>
    [`@${key}`, `~${key}`].some((term) => index.postings(term)?.positions.includes(position)),
  );
  return dated ? "is of the date asked about" : "stands beside what matches";
}

/** The word of the question that a stem came from; the stem itself when it came from the exchange before. */
function wordFor(stem: string, text: string): string {
  return wordsOf(text).find((word) => stemWord(word) === stem) ?? stem;
}
