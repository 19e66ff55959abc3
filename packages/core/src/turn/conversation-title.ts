const longest = 60;

/** A title for a conversation from what was said first: its first line with words, cut at a word. */
export function conversationTitle(text: string): string | null {
  const line = text
    .split("\n")
    .map((part) => part.replace(/\s+/g, " ").trim())
    .find((part) => /[\p{L}\p{N}]/u.test(part));
  if (line === undefined) return null;
  const letters = Array.from(line);
  if (letters.length <= longest) return line;
  const cut = letters.slice(0, longest - 1).join("");
  if (letters[longest - 1] === " ") return `${cut}…`;
  const space = cut.lastIndexOf(" ");
  return `${space > longest / 2 ? cut.slice(0, space) : cut}…`;
}
