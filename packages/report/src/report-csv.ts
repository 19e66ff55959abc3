import { textOf } from "@colloquy/core";
import type { ReportInput } from "./report-input.ts";

const BEFORE = ["experiment_id", "cell", "model"] as const;
const AFTER = [
  "prompt",
  "phase",
  "index",
  "state",
  "cause",
  "finish_reason",
  "completion_tokens",
  "total_ms",
  "cost_usd",
  "attempts",
  "text",
] as const;

/** One row a sample (RFC 4180). A field that a spreadsheet could take for a formula begins with an apostrophe. */
export function reportCsv({ data }: Pick<ReportInput, "data">): string {
  const { experiment, results } = data;
  const varied = [...new Set(experiment.cells.flatMap((cell) => Object.keys(cell.parameters)))];
  const heads = [...BEFORE, ...varied, ...AFTER];
  const rows = results.map((result) => {
    const cell = experiment.cells.find(({ id }) => id === result.cell_id);
    const prompt = experiment.prompts.find(({ id }) => id === result.prompt_id);
    const [choice] = result.completion?.choices ?? [];
    const answer = {
      ...result,
      cell: cell?.label,
      model: cell?.model,
      prompt: prompt?.label,
      finish_reason: choice?.finish_reason,
      completion_tokens: result.usage?.completion_tokens,
      total_ms: result.timing.total_ms,
      text: choice ? textOf(choice.message) : "",
    };
    return [
      ...BEFORE.map((name) => answer[name]),
      ...varied.map((name) => cell?.parameters[name]),
      ...AFTER.map((name) => answer[name]),
    ];
  });
  return [heads, ...rows]
    .map((row) => `${row.map((each) => csvField(each)).join(",")}\r\n`)
    .join("");
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
