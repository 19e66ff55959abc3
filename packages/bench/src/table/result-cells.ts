import type { BenchRow } from "../bench-result.ts";

/** A value as a table shows it: numbers with four digits, more where they are whole; nothing for what is not there. */
export function cell(value: unknown): string {
  if (typeof value === "number") return figure(value);
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | boolean);
}

function figure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1_000 ? value.toFixed(0) : value.toPrecision(4);
}

/** The figures that a table has room for, in the order in which rows name them: all but objects. */
export function columnsOf(rows: readonly BenchRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) =>
    rows.some((row) => hasRoom(row[key])),
  );
}

function hasRoom(value: unknown): boolean {
  return value !== undefined && (typeof value !== "object" || Array.isArray(value));
}

/** Rows of different parts of a bench have different figures: a table for each part. */
export function groupsOf(rows: readonly BenchRow[]): readonly (readonly BenchRow[])[] {
  return [...Map.groupBy(rows, ({ part }) => part).values()];
}
