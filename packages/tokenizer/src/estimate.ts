import type { Tokenizer } from "@colloquy/core";
import { framedTokenizer } from "./framing.ts";

/**
 * Pieces as vocabularies cut them: a word with its space, up to three digits, runs of signs, of line ends, of
 * blanks. Scripts without spaces count by the character, and a sign repeated is a few tokens however often.
 */
const PIECE =
  /(?<run>([^\s\p{L}\p{N}])\2{3,})|(?<han>\p{Script=Han})|(?<kana>[\p{Script=Hiragana}\p{Script=Katakana}])|(?<hangul> ?\p{Script=Hangul})|(?<latin> ?[\p{Script=Latin}']+)|(?<letters> ?[[\p{L}\p{M}]--[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]+)|(?<digits>\p{N}{1,3})|(?<signs> ?[^\s\p{L}\p{M}\p{N}]+)|(?<lines>\s*[\r\n]+)|(?<blanks>\s+)/gv;

/** Tokens a character; fitted to the vocabularies of `testing/measured-counts.ts`. */
const HAN = 0.62;
const KANA = 0.75;
const HANGUL = 0.9;
const OTHER_LETTERS = 0.3;
const SIGNS = 0.42;
const REPEATED = 1 / 40;
const BLANKS_A_TOKEN = 16;
const WHOLE_WORD = 9;
const LETTERS_A_TOKEN = 4;
const MARKED_LETTERS_A_TOKEN = 3;

/** How far an estimate may be off in prose and code; `uncertainty` adds what else a text holds. */
export const ESTIMATE_BOUND = 0.4;

/** Tokens of a text without a vocabulary: by the lengths of its words and signs. */
export function estimateTokens(text: string): number {
  let sum = 0;
  for (const { 0: piece, groups = {} } of text.matchAll(PIECE)) sum += pieceTokens(piece, groups);
  return Math.ceil(sum);
}

function pieceTokens(piece: string, groups: Partial<Record<string, string>>): number {
  const { length } = piece;
  if (groups["latin"]) return latinTokens(piece);
  if (groups["han"]) return HAN;
  if (groups["kana"]) return KANA;
  if (groups["hangul"]) return HANGUL;
  if (groups["run"]) return 1 + length * REPEATED;
  if (groups["letters"]) return Math.max(1, length * OTHER_LETTERS);
  if (groups["signs"]) return Math.max(1, length * SIGNS);
  if (groups["blanks"]) return Math.ceil(length / BLANKS_A_TOKEN);
  return 1;
}

function latinTokens(word: string): number {
  if (/[^\0-\x7f]/.test(word)) return Math.max(1, word.length / MARKED_LETTERS_A_TOKEN);
  const rest = word.length - WHOLE_WORD;
  return rest <= 0 ? 1 : 1 + rest / LETTERS_A_TOKEN;
}

/** Counts at once, without loading a vocabulary; says that it is an estimate. */
export const estimateTokenizer: Tokenizer = framedTokenizer({
  id: "estimate/2",
  exact: false,
  bound: ESTIMATE_BOUND,
  countText: estimateTokens,
});
