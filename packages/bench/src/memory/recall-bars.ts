import type { Bar, BenchRow } from "../bench-result.ts";
import { rounded } from "./rounded.ts";

/** Least recall and all-evidence, in per cent, by set and budget. */
const FLOORS: readonly (readonly [set: RegExp, budget: number, recall: number, all: number])[] = [
  [/^locomo/, 1_000, 83, 77.5],
  [/^locomo/, 2_000, 88, 82.5],
  [/^locomo/, 4_000, 92.5, 88],
  [/^locomo/, 8_000, 95.5, 92],
  [/^beam/, 4_000, 82, 70],
  [/^beam/, 8_000, 87, 79],
  [/^generated/, 1_000, 85, 75],
];
const ALLOWED_LOSS = 2;

/** What recall alone must find, and how fast. */
export function barsOf(row: BenchRow): Bar[] {
  if (row.subject !== "recall-only") return [];
  const name = nameOf(row);
  const bars: Bar[] = [];
  for (const [set, budget, recall, all] of FLOORS) {
    if (row["budget"] !== budget || !set.test(String(row["set"]))) continue;
    bars.push(floorBar(`${name}: recall`, Number(row["recall"]), recall));
    bars.push(floorBar(`${name}: all evidence`, Number(row["all_evidence"]), all));
  }
  const ms = Number(row["ms_median"]);
  bars.push({ name: `${name}: a question`, value: ms, limit: 2, unit: "ms, median", ok: ms <= 2 });
  return bars;
}

/** What adding messages may take. */
export function indexBar(row: BenchRow): Bar {
  const value = Number(row["ms_per_1000_characters"]);
  const name = `adding to the index of ${String(row["set"])}`;
  return { name, value, limit: 0.1, unit: "ms per 1,000 characters", ok: value <= 0.1 };
}

/** What the recent turns of the product's own split cost in recall. */
export function lossBars(rows: readonly BenchRow[]): Bar[] {
  return rows.flatMap((row) => {
    const whole = rows.find(
      (other) =>
        other.subject === "recall-only" &&
        other["set"] === row["set"] &&
        other["budget"] === row["budget"],
    );
    if (row.subject !== "recall" || !whole) return [];
    return ["recall", "all_evidence"].map((figure) => {
      const value = rounded(Number(whole[figure]) - Number(row[figure]));
      const name = `${nameOf(row)}: ${figure} lost to recent turns`;
      return {
        name,
        value,
        limit: ALLOWED_LOSS,
        unit: "points at most",
        ok: value <= ALLOWED_LOSS,
      };
    });
  });
}

function nameOf(row: BenchRow): string {
  return `${row.subject} on ${String(row["set"])} at ${String(row["budget"])}`;
}

function floorBar(name: string, value: number, limit: number): Bar {
  return { name, value, limit, unit: "% at least", ok: value >= limit };
}
