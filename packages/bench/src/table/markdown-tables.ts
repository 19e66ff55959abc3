import type { Bar, BenchRow, MeasuredResult } from "../bench-result.ts";
import { cell, columnsOf, groupsOf } from "./result-cells.ts";

/** A result in Markdown: when and where it was measured and by what command, its bars, its rows. */
export function markdownTables(result: MeasuredResult): string {
  const { machine, date, command, rows, bars } = result;
  const { cpu, cores, memory_gib, node, platform } = machine;
  const place = `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}`;
  const lines = [`${date} · ${escaped(place)} · \`${command}\``];
  if (command.split(" ").includes("--quick"))
    lines.push("A quick run: too few rounds for its bars to be quoted.");
  if (bars.length > 0) lines.push(barTable(bars));
  for (const group of groupsOf(rows)) lines.push(rowTable(group));
  return lines.join("\n\n");
}

function barTable(bars: readonly Bar[]): string {
  return table(
    ["bar", "measured", "limit", ""],
    bars.map(({ name, value, limit, unit, ok }) => [
      name,
      cell(value),
      `${cell(limit)} ${unit}`,
      ok ? "held" : "missed",
    ]),
  );
}

function rowTable(rows: readonly BenchRow[]): string {
  const columns = columnsOf(rows);
  return table(
    columns,
    rows.map((row) => columns.map((column) => cell(row[column]))),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text that ends no cell and is no markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\|<*_`]/g, (sign) => `\\${sign}`).replaceAll(/\s+/g, " ");
}
