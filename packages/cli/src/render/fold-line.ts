import { stripVTControlCharacters } from "node:util";
import { displayWidth } from "./display-width.ts";

/**
 * A line folded at its spaces to a terminal's width. What does not fit stands under the line's last
 * column, or under its text where that column begins too far to the right.
 */
export function foldLine(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  const under = " ".repeat(hang(stripVTControlCharacters(line), width));
  const lines: string[] = [];
  let current = "";
  const end = (): void => {
    lines.push(lines.length === 0 ? current.trimEnd() : under + current.trim());
  };
  for (const [index, word] of line.split(" ").entries()) {
    const longer = index === 0 ? word : `${current} ${word}`;
    const room = lines.length === 0 ? width : width - under.length;
    if (displayWidth(longer) <= room || current.trim() === "") current = longer;
    else {
      end();
      current = word;
    }
  }
  end();
  return lines.join("\n");
}

function hang(line: string, width: number): number {
  const start = displayWidth(/^\s*(?:[-→] )?/.exec(line)?.[0] ?? "");
  const columns = [...line.matchAll(/ {2,}(?=\S)/g)].map(({ index, 0: gap }) => index + gap.length);
  const last = displayWidth(line.slice(0, columns.at(-1) ?? 0));
  return last > start && last <= width / 2 ? last : start;
}
