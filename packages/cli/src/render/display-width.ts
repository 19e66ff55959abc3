import { stripVTControlCharacters } from "node:util";

const plain = /^[\u0020-\u007e]*$/;
/** Made when the first text needs it: that takes longer than most commands' whole output. */
let graphemes: Intl.Segmenter | undefined;
/** East Asian wide and full-width characters, and what is drawn as a picture. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** How many columns of a terminal a text takes; its control codes take none. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text)))
    width += invisible.test(segment) ? 0 : wide.test(segment) ? 2 : 1;
  return width;
}
