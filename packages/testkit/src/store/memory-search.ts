import { textOf, type MessageRecord, type SearchTerm } from "@colloquy/core";

/** Lower-case words without accents, with their place in the text. */
interface Word {
  text: string;
  start: number;
  end: number;
}

/** Where terms were found in a text: marked with U+0001 and U+0002; undefined when one is missing. */
export function markTerms(text: string, terms: readonly SearchTerm[]): string | undefined {
  const words = wordsOf(text);
  const spans = terms.map((term) => spanOf(words, term));
  if (spans.some((span) => span === undefined)) return undefined;
  return spans
    .filter((span) => span !== undefined)
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (marked, { start, end }) =>
        `${marked.slice(0, start)}\u0001${marked.slice(start, end)}\u0002${marked.slice(end)}`,
      text,
    );
}

/** Everything said in a message, as search sees it. */
export function saidIn({ message }: MessageRecord): string {
  const calls = message.tool_calls?.map(
    (call) => `${call.function.name} ${call.function.arguments}`,
  );
  return [textOf(message), message.reasoning, message.refusal, ...(calls ?? [])]
    .filter(Boolean)
    .join("\n");
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)].map((match) => ({
    text: folded(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function folded(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function spanOf(
  words: readonly Word[],
  { words: wanted, prefix }: SearchTerm,
): { start: number; end: number } | undefined {
  const folds = wanted.map(folded);
  const at = words.findIndex((_, index) =>
    folds.every((fold, offset) => {
      const text = words[index + offset]?.text;
      if (text === undefined) return false;
      return prefix && offset === folds.length - 1 ? text.startsWith(fold) : text === fold;
    }),
  );
  const first = words[at];
  const last = words[at + folds.length - 1];
  return first && last ? { start: first.start, end: last.end } : undefined;
}
