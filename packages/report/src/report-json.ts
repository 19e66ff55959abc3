import type { CellEstimate, Failures, Verdict, CheckResult } from "@colloquy/core";
import { answerSentences } from "./describe.ts";
import type { ReportInput } from "./report-input.ts";

/** One cell as `--json` prints it. */
export interface CellJson {
  id: string;
  label: string;
  model: string;
  parameters: Readonly<Record<string, unknown>>;
  unset: readonly string[];
  baseline: boolean;
  metrics: Readonly<Record<string, CellEstimate>>;
  failures: Failures;
}

/** An analysed experiment as one object: what a program reads. Samples are in the CSV and the export. */
export interface ReportJson {
  version: 1;
  id: string;
  name: string | null;
  question: string;
  answer: readonly string[];
  created_at: string;
  seed: number;
  scope: string;
  samples_per_prompt: number;
  prompts: number;
  cells: readonly CellJson[];
  verdicts: readonly Verdict[];
  checks: readonly CheckResult[];
  notes: readonly string[];
}

/** The report as data. */
export function reportJson(input: ReportInput): ReportJson {
  const { experiment } = input.data;
  const { analysis } = input;
  return {
    version: 1,
    id: experiment.id,
    name: experiment.name,
    question: experiment.question,
    answer: answerSentences(input),
    created_at: experiment.created_at,
    seed: experiment.seed,
    scope: analysis.scope,
    samples_per_prompt: experiment.samples_per_prompt,
    prompts: experiment.prompts.length,
    cells: analysis.cells.map(({ cell, metrics, failures }) => ({
      id: cell.id,
      label: cell.label,
      model: cell.model,
      parameters: cell.parameters,
      unset: cell.unset,
      baseline: cell.baseline_id === null,
      metrics,
      failures,
    })),
    verdicts: analysis.verdicts,
    checks: analysis.checks,
    notes: analysis.notes,
  };
}
