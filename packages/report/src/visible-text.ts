/** Control characters, and those that reorder or hide text: line feed and tab apart. */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * A model's text with nothing hidden in it: an escape code, a bidirectional override or another control
 * character stands there as a visible sign, so that it shows instead of acting.
 */
export function visibleText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** Text for the inside of an HTML element or a quoted attribute; hidden characters made visible. */
export function escapeHtml(text: string): string {
  return visibleText(text).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** One line of at most `length` characters. */
export function oneLine(text: string, length: number): string {
  const line = visibleText(text).replaceAll(/\s+/g, " ").trim();
  const characters = Array.from(line);
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
}
