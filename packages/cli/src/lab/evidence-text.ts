import { metricTable } from "@colloquy/core";
import { columns } from "../render/columns.ts";
import { sanitise } from "../render/sanitise.ts";
import type { EvidenceCell, PresetEvidence } from "./preset-evidence.ts";

/** What was measured of a preset, as lines for a person. */
export function evidenceText(evidence: PresetEvidence): string {
  const { preset, model, at, question, cells, prompts, samples_per_prompt, scope } = evidence;
  const names = Object.keys(cells[0]?.metrics ?? {});
  const table = columns(
    [{ title: "" }, ...names.map((title) => ({ title }))],
    cells.map((cell) => [cell.label, ...names.map((name) => estimateWords(name, cell))]),
  );
  return [
    `${preset}: ${question}`,
    `  ${model}, ${at.slice(0, 10)}, ${prompts} prompts × ${samples_per_prompt} samples a cell, ${scope.replaceAll("_", " ")}, intervals 95%`,
    ...table.map((line) => `  ${line}`),
    ...evidence.notes.map(
      (note) => `  ! ${note.replace(/at the (floor|ceiling): it cannot/, "$1: cannot")}`,
    ),
    ...evidence.answer.map((sentence) => `  ${sentence}`),
  ]
    .map((line) => sanitise(line))
    .join("\n")
    .concat("\n");
}

function estimateWords(name: string, { metrics }: EvidenceCell): string {
  const { value, interval } = metrics[name] ?? { value: null, interval: null };
  const write = (number: number): string =>
    isShare(name) ? percent(number) : number.toPrecision(3);
  if (value === null) return "—";
  if (!interval) return `${write(value)} (no interval)`;
  return `${write(value)} [${write(interval[0])}, ${interval[1] === null ? "…" : write(interval[1])}]`;
}

/** Rates may have names of their own. */
const isShare = (name: string): boolean =>
  name.endsWith("_rate") ||
  metricTable.some((row) => row.name === name.split("=")[0] && row.unit === "share");

const percent = (share: number): string =>
  `${Number((100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0))}%`;
