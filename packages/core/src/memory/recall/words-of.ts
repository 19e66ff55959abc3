const BEYOND_ASCII = /[^\0-\x7f]/;
const ASCII_WORD = /[a-z0-9]+/g;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const ACCENTS = /[\u0300-\u036f]/g;
/** Scripts that set no spaces between words, and Korean, whose words take on endings. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc]+/gu;
const UNSPACED_HINT = new RegExp(UNSPACED.source, "u");

/**
 * The words of a text, lower case, possessive endings and accents gone. Of the scripts above, every
 * two neighbouring characters are a word: how Chinese and Japanese are indexed without a dictionary.
 */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  if (!BEYOND_ASCII.test(lower)) return withoutPossessives(lower).match(ASCII_WORD) ?? [];
  const plain = lower
    .replaceAll("\u2019", "'")
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .normalize("NFC");
  const words = withoutPossessives(plain).match(WORD) ?? [];
  return UNSPACED_HINT.test(plain) ? words.flatMap(parted) : words;
}

function withoutPossessives(text: string): string {
  return text.includes("'s") ? text.replace(/'s\b/g, "") : text;
}

/** A run of letters cut where the script changes, unspaced stretches into pairs of characters. */
function parted(word: string): string[] {
  if (!UNSPACED_HINT.test(word)) return [word];
  const parts: string[] = [];
  let end = 0;
  for (const { 0: run, index } of word.matchAll(UNSPACED)) {
    if (index > end) parts.push(word.slice(end, index));
    parts.push(...pairsOf(run));
    end = index + run.length;
  }
  if (end < word.length) parts.push(word.slice(end));
  return parts;
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, i) => `${characters[i] ?? ""}${character}`);
}
