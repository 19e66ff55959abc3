import type { RecallIndex } from "./recall-index.ts";
import type { RecallQuery } from "./recall-query.ts";
import { stemWord } from "./stem-word.ts";
import { wordsOf } from "./words-of.ts";

/** Says why a message was brought back, in words: what it shares with the question, rarest first. */
export function reasonsFor(
  index: RecallIndex,
  query: RecallQuery,
  text: string,
): (position: number) => string {
  const words = new Map(wordsOf(text).map((word) => [stemWord(word), word]));
  const asked = [...query.terms.keys()]
    .map((term) => ({ id: index.termId(term), word: words.get(term) ?? term }))
    .filter(({ id }) => id >= 0)
    .toSorted((one, other) => index.rarity(other.id) - index.rarity(one.id));
  const dates = query.dates.flatMap((key) => [index.termId(`@${key}`), index.termId(`~${key}`)]);
  return (position) => {
    const message = index.messages[position];
    if (!message) return "";
    const shared = asked.filter(({ id }) => message.stems.includes(id)).slice(0, 3);
    if (shared.length > 0) return `mentions ${shared.map(({ word }) => `“${word}”`).join(", ")}`;
    const kind = asked.find(({ id }) => message.marks.includes(id));
    if (kind) return `mentions what may be the “${kind.word.slice(1)}” asked for`;
    const dated = dates.some((id) => id >= 0 && message.marks.includes(id));
    return dated ? "is of the date asked about" : "stands beside what matches";
  };
}
