import type { Tokenizer } from "@colloquy/core";
import { framedTokenizer } from "./framing.ts";

/** Pieces as vocabularies cut them: a word with its space, up to three digits, runs of signs, of line ends, of blanks. */
const PIECE =
  /(?<dense>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])|(?<latin> ?[\p{Script=Latin}']+)|(?<letters> ?[\p{L}\p{M}]+)|(?<digits>\p{N}{1,3})|(?<signs> ?[^\s\p{L}\p{M}\p{N}]+)|(?<lines>\s*[\r\n]+)|(?<blanks>\s+)/gu;
const DENSE_TOKENS = 0.8;
const WHOLE_WORD = 9;
const LETTERS_A_TOKEN = 4;
const SIGNS_A_TOKEN = 2.5;
const BLANKS_A_TOKEN = 8;

/** How far the estimate may be off on running text, of prose, code and other scripts. */
export const ESTIMATE_BOUND = 0.3;

/** Tokens of a text without a vocabulary: by the lengths of its words and signs. */
export function estimateTokens(text: string): number {
  let sum = 0;
  for (const { 0: piece, groups = {} } of text.matchAll(PIECE)) {
    if (groups["latin"]) sum += latinTokens(piece);
    else if (groups["dense"]) sum += DENSE_TOKENS;
    else if (groups["letters"]) sum += Math.max(1, piece.length / LETTERS_A_TOKEN);
    else if (groups["signs"]) sum += Math.max(1, piece.length / SIGNS_A_TOKEN);
    else if (groups["blanks"]) sum += Math.ceil(piece.length / BLANKS_A_TOKEN);
    else sum += 1;
  }
  return Math.ceil(sum);
}

function latinTokens(word: string): number {
  const length = word.length;
  return length <= WHOLE_WORD ? 1 : 1 + (length - WHOLE_WORD) / LETTERS_A_TOKEN;
}

/** Counts at once, without loading a vocabulary; says that it is an estimate. */
export const estimateTokenizer: Tokenizer = framedTokenizer({
  id: "estimate/1",
  exact: false,
  bound: ESTIMATE_BOUND,
  countText: estimateTokens,
});
