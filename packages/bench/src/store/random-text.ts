/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Writes text of a made-up language. */
export interface Writer {
  /** A word, often a common one. */
  word(): string;
  /** The n-th most common word. */
  wordAt(rank: number): string;
  text(words: number): string;
}

const VOCABULARY = 30_000;
const consonants = "bdfghjklmnprstvz".split("");
const vowels = "aeiou".split("");

/** Words follow Zipf's law, as in natural text: the commonest is in nearly every message. */
export function randomWriter(random: () => number): Writer {
  const sums = new Float64Array(VOCABULARY);
  let total = 0;
  for (let rank = 0; rank < VOCABULARY; rank++) sums[rank] = total += 1 / (rank + 2.7);
  const word = () => spell(rankAt(sums, random() * total));
  const text = (words: number) => Array.from({ length: words }, word).join(" ");
  return { word, wordAt: spell, text };
}

function rankAt(sums: Float64Array, point: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A pronounceable word of its own for every rank. */
function spell(rank: number): string {
  const size = consonants.length * vowels.length;
  let word = "";
  for (let rest = rank; ; rest = Math.floor(rest / size) - 1) {
    const syllable = rest % size;
    word +=
      (consonants[Math.floor(syllable / vowels.length)] ?? "") +
      (vowels[syllable % vowels.length] ?? "");
    if (rest < size) return word;
  }
}
