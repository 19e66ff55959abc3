import type { SearchTerm } from "./search-query.ts";

/** A text that search looks into, and whose role a hit in it has. */
export interface SearchPlace {
  role: string;
  text: string;
}

/** Where the terms stand: the place that holds most of them, and the text around them there. */
export interface FoundPlace {
  role: string;
  /** At most 24 words; what was found stands between U+0001 and U+0002. */
  snippet: string;
  /** Whether every term stands in one of the places. */
  complete: boolean;
}

interface Word {
  text: string;
  start: number;
  end: number;
}

interface Span {
  term: SearchTerm;
  /** Indices of the first and last word. */
  first: number;
  last: number;
  /** Where it begins and ends in the text. */
  start: number;
  end: number;
}

const SNIPPET_WORDS = 24;
const WORDS_BEFORE = 6;
/** A longer text is marked in its beginning only. */
const MAX_WORDS = 20_000;
const MAX_SPANS = 200;
const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

/** Looks for the terms in all places of one message; undefined when none stands in any. */
export function findPlace(
  places: readonly SearchPlace[],
  terms: readonly SearchTerm[],
): FoundPlace | undefined {
  const looked = places.map((place) => {
    const words = wordsOf(place.text);
    const spans = spansOf(place.text, words, terms);
    return { place, words, spans, found: new Set(spans.map(({ term }) => term)) };
  });
  const all = new Set(looked.flatMap(({ found }) => [...found]));
  const best = looked.reduce<(typeof looked)[number] | undefined>(
    (chosen, next) => (next.found.size > (chosen?.found.size ?? 0) ? next : chosen),
    undefined,
  );
  if (!best) return undefined;
  const { role, text } = best.place;
  const { words, spans } = best;
  const snippet = cut(text, { words, spans: spans.slice(0, MAX_SPANS) });
  return { role, snippet, complete: all.size === terms.length };
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    if (words.length === MAX_WORDS) break;
    words.push({ text: fold(match[0]), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

/** Lower case, without accents. */
function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function spansOf(
  text: string,
  words: readonly Word[],
  terms: readonly SearchTerm[],
): readonly Span[] {
  const spaced = terms.filter((term) => !term.unspaced);
  const folded = spaced.map((term) => ({ term, parts: term.words.map(fold) }));
  const whole = words.flatMap(({ start }, first) =>
    folded
      .filter(({ term, parts }) => standsAt(words, first, { parts, prefix: term.prefix }))
      .map(({ term, parts }) => {
        const last = first + parts.length - 1;
        return { term, first, last, start, end: words[last]?.end ?? start };
      }),
  );
  if (spaced.length === terms.length) return whole;
  const inside = terms.filter((term) => term.unspaced).flatMap((term) => inText(text, words, term));
  return [...whole, ...inside].toSorted((one, other) => one.start - other.start);
}

/** Where a term stands in a text of any words, also within one. */
function inText(text: string, words: readonly Word[], term: SearchTerm): readonly Span[] {
  const looked = text.toLowerCase();
  const wanted = term.words.join(" ").toLowerCase();
  const spans: Span[] = [];
  let first = 0;
  for (let at = looked.indexOf(wanted); at >= 0; at = looked.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    while (first < words.length && (words[first]?.end ?? 0) <= at) first++;
    if (first === words.length || spans.length === MAX_SPANS) break;
    spans.push({ term, first, last: first + term.words.length - 1, start: at, end });
  }
  return spans;
}

function standsAt(
  words: readonly Word[],
  first: number,
  { parts, prefix }: { parts: readonly string[]; prefix: boolean },
): boolean {
  return parts.every((part, offset) => {
    const text = words[first + offset]?.text;
    if (text === undefined) return false;
    return prefix && offset === parts.length - 1 ? text.startsWith(part) : text === part;
  });
}

/** The stretch of words with the most different terms in it, the earliest of equals. */
function cut(
  text: string,
  { words, spans }: { words: readonly Word[]; spans: readonly Span[] },
): string {
  const inside = (from: number) =>
    spans.filter(({ first, last }) => first >= from && last < from + SNIPPET_WORDS);
  const richness = (from: number) => new Set(inside(from).map(({ term }) => term)).size;
  const starts = spans.map(({ first }) => Math.max(0, first - WORDS_BEFORE));
  const from = starts.reduce(
    (best, start) => (richness(start) > richness(best) ? start : best),
    starts[0] ?? 0,
  );
  const end = Math.min(words.length, from + SNIPPET_WORDS);
  const begin = from === 0 ? 0 : (words[from]?.start ?? 0);
  const stop = end === words.length ? text.length : (words[end - 1]?.end ?? text.length);
  const marked = mark(text, { spans: inside(from), begin, stop });
  return `${begin > 0 ? "…" : ""}${marked}${stop < text.length ? "…" : ""}`;
}

function mark(
  text: string,
  { spans, begin, stop }: { spans: readonly Span[]; begin: number; stop: number },
): string {
  let marked = "";
  let at = begin;
  for (const { start, end } of spans) {
    if (start < at) continue;
    marked += `${text.slice(at, start)}\u0001${text.slice(start, end)}\u0002`;
    at = end;
  }
  return marked + text.slice(at, stop);
}
