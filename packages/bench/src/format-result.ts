import type { BenchResult, BenchRow } from "./bench-result.ts";
import { cell, columnsOf, groupsOf } from "./table/result-cells.ts";

function table(rows: readonly BenchRow[]): string {
  const keys = columnsOf(rows);
  const lines = [keys, ...rows.map((row) => keys.map((key) => cell(row[key])))];
  const widths = keys.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A bench's result for people: rows as a table, then each bar with its verdict. */
export function formatResult(result: BenchResult): string {
  const { machine } = result;
  const bars = result.bars.map(
    (bar) =>
      `${bar.ok ? "ok  " : "MISS"} ${bar.name}: ${cell(bar.value)} (bar ${cell(bar.limit)} ${bar.unit})`,
  );
  return [
    `${result.bench} · ${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB, Node ${machine.node}`,
    ...groupsOf(result.rows).map(table),
    ...bars,
    "",
  ].join("\n");
}
