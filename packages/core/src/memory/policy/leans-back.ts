import { wordsOf } from "../recall/words-of.ts";
import { POINTING_WORDS } from "../recall/stop-words.ts";

const FEW_WORDS = 4;
const SOME_WORDS = 12;
const TURNING = /^\s*(?:and|but|so|or|then|what about|how about|why)\b/i;

/** Whether a message can hardly be understood without the exchange before it: "And test it.", "Why?", "Shorter!". */
export function leansBack(text: string): boolean {
  const words = wordsOf(text);
  if (words.length <= FEW_WORDS || TURNING.test(text)) return true;
  return words.length <= SOME_WORDS && words.some((word) => POINTING_WORDS.has(word));
}
