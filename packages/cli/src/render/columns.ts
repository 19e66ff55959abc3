import { displayWidth } from "./display-width.ts";

/** One column: its heading, how wide it is at most, and on which side its text stands. */
export interface Column {
  title: string;
  align?: "left" | "right";
}

/** A table as lines: every column as wide as its widest cell, two spaces between. */
export function columns(heads: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map(({ title }, index) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[index] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    heads
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const space = " ".repeat((widths[index] ?? 0) - displayWidth(cell));
        return align === "right" ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  return [line(heads.map(({ title }) => title)), ...rows.map(line)];
}
