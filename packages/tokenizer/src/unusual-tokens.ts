/**
 * By how many tokens vocabularies differ over a text, beyond what they differ over prose: some take digits one
 * by one, and scripts that one was trained on and another was not take up to three times as many.
 */
export function unusualTokens(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += spread(text.charCodeAt(i));
  return sum;
}

const DIGIT = 0.35;
const MARKED_LATIN = 0.6;
const CYRILLIC_AND_GREEK = 0.25;
const SOUTHERN_SCRIPTS = 1;
const ELSE = 0.5;

function spread(code: number): number {
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? DIGIT : 0;
  if (code < 0x0370) return MARKED_LATIN;
  if (code < 0x0590) return CYRILLIC_AND_GREEK;
  return code < 0x1e00 ? SOUTHERN_SCRIPTS : ELSE;
}
