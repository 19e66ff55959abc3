/** One thing that must be found: words that stand together, the last of them perhaps only begun. */
export interface SearchTerm {
  words: readonly string[];
  prefix: boolean;
  /** In a script that sets no spaces between words: found anywhere in a text, not at a word's beginning alone. */
  unspaced: boolean;
}

const MAX_TERMS = 32;
const quoted = /"([^"]*)"|([^\s"]+)/gu;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const wordPattern = /\p{M}*[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/**
 * What a person typed, as terms that must all be found. Words in double quotes stand together; so do the
 * parts of `don't` or `foo-bar`. The last word may be the beginning of one unless it is quoted, a single
 * letter, or followed by a space. Punctuation finds nothing and is dropped, a lone quote too; so is everything past 32 terms.
 */
export function parseSearchQuery(text: string): readonly SearchTerm[] {
  const pieces = [...text.slice(0, 4_000).matchAll(quoted)]
    .map(([, phrase, word = ""]) => ({
      words: (phrase ?? word).match(wordPattern) ?? [],
      open: phrase === undefined,
    }))
    .filter(({ words }) => words.length > 0)
    .slice(0, MAX_TERMS);
  const begun = /(?:[\p{L}\p{N}\p{M}]{2}|[\u2e80-\u{3ffff}])$/u.test(text);
  return pieces.map(({ words, open }, index) => ({
    words,
    prefix: open && begun && index === pieces.length - 1,
    unspaced: words.some((word) => unspaced.test(word)),
  }));
}
