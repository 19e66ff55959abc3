import {
  metricTable,
  type Analysis,
  type CheckResult,
  type Experiment,
  type MetricSpec,
  type Scope,
  type Verdict,
} from "@colloquy/core";
import {
  differenceUnit,
  formatDifference,
  formatDifferenceInterval,
  formatInterval,
  formatValue,
} from "./format-value.ts";
import type { ReportInput } from "./report-input.ts";

/** The table's row behind a requested metric. */
export function specOf({ metrics }: Experiment, name: string): MetricSpec {
  const request = metrics.find((each) => each.name === name);
  const spec = metricTable.find((row) => row.name === request?.metric);
  if (!spec) throw new TypeError(`no metric ${name} in this experiment`);
  return spec;
}

/** The label of a cell by its id. */
export function labelOf({ cells }: Experiment, id: string): string {
  return cells.find((cell) => cell.id === id)?.label ?? id;
}

/** What results speak of, in words. */
export function scopeWords(scope: Scope, prompts: number): string {
  const count = prompts === 1 ? "1 prompt" : `${prompts} prompts`;
  return scope === "these_prompts"
    ? `on these prompts (${count})`
    : `on prompts like these (${count})`;
}

/** A verdict as a phrase without its cell: "lower by 3.2 answers [1.1, 5.4]". */
export function verdictWords(experiment: Experiment, verdict: Verdict): string {
  const { unit } = specOf(experiment, verdict.metric);
  const { difference, interval, detectable, margin } = verdict;
  if (difference === null || interval === null)
    return "undecided: the values have no spread to judge by";
  const of = differenceUnit(unit);
  const [reason] = verdict.notes;
  if (verdict.verdict === "undecided" && reason !== undefined) {
    return `undecided: ${formatDifferenceInterval(interval, unit)}${of}, but ${reason}`;
  }
  switch (verdict.verdict) {
    case "undecided": {
      const range = `${formatDifference(interval[0], unit)} and ${formatDifference(interval[1], unit)}`;
      return `undecided: between ${range}${of}; ${chanceWords(detectable, unit)}`;
    }
    case "equivalent":
      return `equivalent within ±${formatDifference(margin ?? 0, unit)}${of} ${formatDifferenceInterval(interval, unit)}`;
    case "higher":
    case "lower":
    case "better":
    case "worse": {
      const ends: readonly [number, number] =
        difference < 0 ? [-interval[1], -interval[0]] : interval;
      return `${verdict.verdict} by ${formatDifference(Math.abs(difference), unit)}${of} ${formatDifferenceInterval(ends, unit)}`;
    }
  }
}

function chanceWords(detectable: number | null, unit: MetricSpec["unit"]): string {
  return detectable === null
    ? "too few samples to show any difference"
    : `this n had an 80% chance to show ≥\u00a0${formatDifference(detectable, unit)}`;
}

/** The experiment's answer: how much was shown, then what, a sentence a metric. */
export function answerSentences({ data, analysis }: ReportInput): readonly string[] {
  const { experiment } = data;
  const { verdicts } = analysis;
  if (verdicts.length === 0) return [alone(experiment, analysis)];
  const decided = verdicts.filter(({ verdict }) => verdict !== "undecided");
  const groups = Map.groupBy(decided, ({ metric, verdict, baseline_id }) =>
    [metric, verdict, baseline_id].join(" "),
  );
  const inOrder = [...groups.values()].toSorted(
    ([a], [b]) => weight(b, experiment) - weight(a, experiment),
  );
  return [lead(decided, verdicts.length), ...inOrder.map((group) => shown(experiment, group))];
}

/** How much was shown at all. */
function lead(decided: readonly Verdict[], all: number): string {
  const [different, open] = [
    decided.filter(({ verdict }) => verdict !== "equivalent").length,
    all - decided.length,
  ];
  const rest =
    open === 0
      ? ""
      : different === 0 && open === all
        ? `: ${all === 1 ? "the comparison" : `all ${all} comparisons`} stayed undecided with this many samples`
        : `; ${open} stayed undecided with this many samples`;
  if (different === 0) return `No difference was shown${rest}.`;
  return `${different} of ${all} ${all === 1 ? "comparison shows" : "comparisons show"} a difference${rest}.`;
}

/** "repetition is lower than at unset: temperature=0.7 by 29 points [9.6, 48.8], temperature=2 by …." */
function shown(experiment: Experiment, group: readonly Verdict[]): string {
  const [first] = group;
  if (!first) return "";
  const { metric, verdict, baseline_id } = first;
  const against = verdict === "equivalent" ? "to that" : "than";
  const cells = group.map((each) => {
    const words = verdictWords(experiment, each).slice(verdict.length + 1);
    return `${labelOf(experiment, each.cell_id)} ${words}`;
  });
  return `${metric} is ${verdict} ${against} at ${labelOf(experiment, baseline_id)}: ${cells.join("; ")}.`;
}

const weight = (verdict: Verdict | undefined, { goal }: Experiment): number =>
  verdict?.metric === goal?.metric ? 1 : 0;

function alone(experiment: Experiment, { cells }: Analysis): string {
  const [first] = cells;
  const parts = Object.entries(first?.metrics ?? {}).flatMap(([name, { value, interval, n }]) => {
    if (value === null) return [];
    const { unit } = specOf(experiment, name);
    const range = interval ? formatInterval(interval, unit) : "(no interval)";
    return [`${name} ${formatValue(value, unit)} ${range}, n ${n}`];
  });
  return parts.length === 0 ? "Nothing was measured yet." : `Measured: ${parts.join("; ")}.`;
}

/** A check's result in words. */
export function checkWords({ check, result, value, n, n_needed }: CheckResult): string {
  const limit = `${check.metric} ${check.operator} ${check.value}`;
  const at = value === null ? "no value" : `measured ${Number(value.toPrecision(4))}, n ${n}`;
  const more =
    result !== "undecided"
      ? ""
      : n_needed === null
        ? "; no number of samples like these would decide it"
        : `; it would take about ${n_needed} samples`;
  return `${limit}: ${result} (${at}${more})`;
}

/** Parameters as a person would type them: `temperature=0.7 max_tokens=48`. */
export function parameterWords(parameters: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(parameters).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return words.join(" ") || "nothing";
}
