/** One column: its heading, how wide it is at most, and on which side its text stands. */
export interface Column {
  title: string;
  align?: "left" | "right";
}

/** A table as lines: every column as wide as its widest cell, two spaces between. */
export function columns(heads: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    heads
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const width = widths[index] ?? 0;
        return align === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(heads.map(({ title }) => title)), ...rows.map(line)];
}
