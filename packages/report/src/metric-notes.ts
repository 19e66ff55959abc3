import type { CellResult } from "@colloquy/core";

/** How the intervals of a metric were made, each way once. */
export function methodNote(cells: readonly CellResult[], name: string): readonly string[] {
  const shown = cells.flatMap(({ metrics }) => (metrics[name]?.interval ? [metrics[name]] : []));
  const methods = new Set(shown.map(({ method }) => method));
  return methods.size > 0 ? [`intervals 95%: ${[...methods].join("; ")}`] : [];
}

/** What a reader of a metric's numbers must know, each once; remarks on single cells with their names. */
export function metricNotes(cells: readonly CellResult[], name: string): readonly string[] {
  const remarks = cells.flatMap(({ cell, metrics }) => {
    const estimate = metrics[name];
    if (!estimate) return [];
    const notes = estimate.copies
      ? [
          `${estimate.n} samples count as ${estimate.n_effective}: copies count once a prompt`,
          ...estimate.notes.filter((note) => !note.startsWith("fewer than")),
        ]
      : estimate.notes;
    return notes.map((note) => ({ label: cell.label, note }));
  });
  const missing = cells.flatMap(({ cell, metrics }) => {
    const count = metrics[name]?.missing ?? 0;
    return count > 0 ? [`${cell.label} ${count}`] : [];
  });
  return [
    ...[...Map.groupBy(remarks, ({ note }) => note)].map(([note, where]) =>
      where.length === cells.length
        ? note
        : `${where.map(({ label }) => label).join(", ")}: ${note}`,
    ),
    ...(missing.length > 0 ? [`failed calls missing: ${missing.join(", ")}`] : []),
  ];
}
