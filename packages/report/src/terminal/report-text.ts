import type { CellResult, Verdict } from "@colloquy/core";
import {
  answerSentences,
  checkWords,
  labelOf,
  scopeWords,
  specOf,
  verdictWords,
} from "../describe.ts";
import { formatInterval, formatValue } from "../format-value.ts";
import type { ReportInput } from "../report-input.ts";
import { verdictSign } from "../verdict-sign.ts";
import { metricNotes } from "../metric-notes.ts";
import { oneLine } from "../visible-text.ts";
import { textPlot } from "./text-plot.ts";

/**
 * The report for a terminal: a block a metric with numbers, intervals and small plots, verdicts, checks. Text
 * alone: no control codes, neither ours nor a model's.
 */
export function reportText(input: ReportInput, { width = 80 }: { width?: number } = {}): string {
  const { experiment } = input.data;
  const { analysis } = input;
  const clean = (line: string): string => oneLineKeepingSpaces(line, width);
  const head = [
    experiment.question,
    [
      scopeWords(analysis.scope, experiment.prompts.length),
      `n ${experiment.samples_per_prompt} a prompt and cell`,
      "intervals 95%",
    ].join(", "),
  ];
  const blocks = experiment.metrics.map(({ name }) => metricBlock(input, name, width));
  const verdicts = [...Map.groupBy(analysis.verdicts, ({ metric }) => metric)].flatMap(
    ([metric, own]) => [
      `  ${metric}`,
      ...own.flatMap((verdict) => verdictLines(input, verdict, width)),
    ],
  );
  const checks = analysis.checks.map(
    (check) => `  ${labelOf(experiment, check.cell_id)}: ${checkWords(check)}`,
  );
  const failed = analysis.cells.flatMap((cell) => failureLine(cell));
  const lines = [
    ...head,
    ...blocks.flatMap((block) => ["", ...block]),
    ...(verdicts.length > 0 ? ["", verdictsHead(input), ...verdicts] : []),
    ...(checks.length > 0 ? ["", "Checks", ...checks] : []),
    ...(failed.length > 0 ? ["", "Failed calls", ...failed] : []),
    ...(analysis.notes.length > 0 ? ["", ...analysis.notes.map((note) => `! ${note}`)] : []),
    "",
    ...answerSentences(input),
  ];
  return `${lines.flatMap((line) => wrapped(clean(line), width)).join("\n")}\n`;
}

function metricBlock({ data, analysis }: ReportInput, name: string, width: number): string[] {
  const { experiment } = data;
  const { unit } = specOf(experiment, name);
  const cells = analysis.cells.map((result) => ({ result, estimate: result.metrics[name] }));
  const labels = cells.map(({ result }) => oneLine(result.cell.label, 26));
  const numbers = cells.map(({ estimate }) => {
    if (!estimate) return "—";
    if (estimate.value === null && estimate.interval)
      return `… ${formatInterval(estimate.interval, unit)}`;
    if (estimate.value === null) return valuesWords(estimate.values ?? []);
    return estimate.interval
      ? `${formatValue(estimate.value, unit)} ${formatInterval(estimate.interval, unit)}`
      : `${formatValue(estimate.value, unit)} (no interval)`;
  });
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const numberWidth = Math.max(...numbers.map((text) => text.length));
  const plotWidth = Math.min(40, width - labelWidth - numberWidth - 8);
  const plot =
    plotWidth < 12
      ? null
      : textPlot(
          cells.map(({ estimate }) => ({
            value: estimate?.value ?? null,
            interval: estimate?.interval ?? null,
            values: (estimate?.values ?? []).filter((value) => typeof value === "number"),
          })),
          {
            width: plotWidth,
            bounds: unit === "share" ? [0, 1] : [0, Infinity],
            tick: (value) => formatValue(value, unit),
          },
        );
  const rows = labels.map((label, index) =>
    `  ${label.padEnd(labelWidth)}  ${(numbers[index] ?? "").padEnd(numberWidth)}  ${plot?.rows[index] ?? ""}`.trimEnd(),
  );
  const axis = plot ? [`${" ".repeat(labelWidth + numberWidth + 6)}${plot.axis}`] : [];
  return [
    `${name} · ${specOf(experiment, name).meaning}`,
    ...rows,
    ...axis,
    ...metricNotes(analysis.cells, name).map((note) => `  ${note}`),
  ];
}

function valuesWords(values: readonly (number | string)[]): string {
  if (values.length === 0) return "no value";
  return values.length > 4 ? `${values.length} values` : values.join(", ");
}

function verdictLines({ data }: ReportInput, verdict: Verdict, width: number): string[] {
  const { experiment } = data;
  const labels = experiment.cells.map(({ label }) => oneLine(label, 26).length);
  const label = oneLine(labelOf(experiment, verdict.cell_id), 26).padEnd(Math.max(...labels));
  const indent = 4 + label.length + 2;
  return wrapped(
    `${verdictSign(verdict)} ${verdictWords(experiment, verdict)}`,
    width - indent,
  ).map((line, index) =>
    index === 0 ? `    ${label}  ${line}` : `${" ".repeat(indent + 2)}${line}`,
  );
}

/** "Verdicts, against unset": with whom, and how the error is shared. */
function verdictsHead({ data, analysis }: ReportInput): string {
  const { verdicts, alpha } = analysis;
  const baselines = new Set(
    verdicts.map(({ baseline_id }) => labelOf(data.experiment, baseline_id)),
  );
  const error = `${Number((alpha * 100).toFixed(1))}%`;
  return `Verdicts, against ${[...baselines].join(", ")} (a false one among these ${verdicts.length} has a chance of at most ${error})`;
}

function failureLine({ cell, failures }: CellResult): string[] {
  if (failures.failed === 0) return [];
  const causes = Object.entries(failures.by_cause).map(([cause, count]) => `${cause} ${count}`);
  const finished = failures.answered + failures.failed;
  return [`  ${cell.label}: ${failures.failed} of ${finished} (${causes.join(", ")})`];
}

/** Breaks a line at spaces; a continued line keeps its indent. */
function wrapped(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const at = line.lastIndexOf(" ", width);
  const indent = /^ */.exec(line)?.[0] ?? "";
  if (at <= indent.length) return [line];
  return [line.slice(0, at), ...wrapped(`${indent}${line.slice(at + 1)}`, width)];
}

function oneLineKeepingSpaces(line: string, width: number): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const parts = line.slice(indent.length).split(/( {2,})/);
  return (
    indent + parts.map((part) => (/^ +$/.test(part) ? part : oneLine(part, width * 8))).join("")
  );
}
