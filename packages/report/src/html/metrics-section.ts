import type { Analysis, CellResult, Experiment } from "@colloquy/core";
import { specOf } from "../describe.ts";
import { formatInterval, formatValue } from "../format-value.ts";
import { methodNote, metricNotes } from "../metric-notes.ts";
import { intervalPlot, type PlotRow } from "../plot/interval-plot.ts";
import type { ReportInput } from "../report-input.ts";
import { samplesAnchor } from "./samples-section.ts";
import { verdictSign } from "../verdict-sign.ts";
import { escapeHtml } from "../visible-text.ts";

/** One figure a metric: every cell with its interval, the baseline's value as a line. */
export function metricsSection({ data, analysis }: ReportInput): string {
  const { experiment } = data;
  const figures = experiment.metrics.map(({ name }) => figure(experiment, analysis, name));
  return `<section><h2>What was measured</h2>${figures.join("")}</section>`;
}

function figure(experiment: Experiment, { cells, verdicts }: Analysis, name: string): string {
  const spec = specOf(experiment, name);
  const baselines = cells.filter(({ cell }) => cell.baseline_id === null);
  const rows = cells.map((result) => {
    const verdict = verdicts.find(
      ({ cell_id, metric }) => metric === name && cell_id === result.cell.id,
    );
    return {
      ...plotRow(result, name, spec.unit),
      ...(verdict ? { sign: verdictSign(verdict) } : {}),
    };
  });
  const plot = intervalPlot(rows, {
    title: `${name} by cell, with 95% intervals`,
    tick: (value) => formatValue(value, spec.unit),
    bounds: spec.unit === "share" ? [0, 1] : [0, Infinity],
    reference: baselines.length === 1 ? (baselines[0]?.metrics[name]?.value ?? null) : null,
  });
  const notes = [...methodNote(cells, name), ...metricNotes(cells, name)];
  const goal = experiment.goal?.metric === name ? ` · goal: ${experiment.goal.direction}` : "";
  return `<figure><h3>${escapeHtml(name)}<span class="small">${escapeHtml(goal)}</span></h3><p class="estimand">${escapeHtml(spec.meaning)}</p>${plot}<figcaption>${escapeHtml(notes.join(" · "))}</figcaption></figure>`;
}

function plotRow(
  { cell, metrics }: CellResult,
  name: string,
  unit: Parameters<typeof formatValue>[1],
): PlotRow {
  const estimate = metrics[name];
  const { value = null, interval = null, n = 0 } = estimate ?? {};
  const numbers = (estimate?.values ?? []).filter((each) => typeof each === "number");
  const shown = value === null ? "no value" : formatValue(value, unit);
  return {
    label: cell.label,
    anchor: samplesAnchor(cell),
    value: interval === null && numbers.length > 0 ? null : value,
    interval,
    values: numbers,
    note: interval
      ? `${value === null ? "beyond the cap" : shown} ${formatInterval(interval, unit)}  n ${n}`
      : `${numbers.length > 0 ? valuesWords(numbers, unit) : shown}  n ${n}`,
    ...(cell.baseline_id === null ? { emphasis: "baseline" as const } : {}),
  };
}

function valuesWords(values: readonly number[], unit: Parameters<typeof formatValue>[1]): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return `${formatValue(only, unit)}, one value`;
  return `${values.length} values`;
}
