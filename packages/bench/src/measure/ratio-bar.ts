import type { Bar, BenchRow } from "../bench-result.ts";

/** A bar that a subject's median ratio to the floor may not pass. */
export function ratioBar(rows: readonly BenchRow[], subject: string, limit: number): Bar {
  const ratio = rows.find((row) => row.subject === subject)?.["ratio_median"];
  const value = typeof ratio === "number" ? ratio : Number.NaN;
  return { name: `${subject}, CPU to the floor's`, value, limit, unit: "×", ok: value <= limit };
}
