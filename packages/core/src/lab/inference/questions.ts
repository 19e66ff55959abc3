import type { Cell } from "../experiment.ts";
import type { Scope } from "../kinds/kind.ts";
import type { MeasuredMetric } from "../metrics/measured-metric.ts";
import type { Question } from "./verdict.ts";

type Metrics = ReadonlyMap<string, MeasuredMetric>;

/** Cells whose baseline is there. */
export function comparedCells(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ baseline_id }) => cells.some((cell) => cell.id === baseline_id));
}

/** Metrics that get a verdict, by name. */
export function verdictMetrics(metrics: Metrics): readonly (readonly [string, MeasuredMetric])[] {
  return [...metrics].filter(([, metric]) => metric.gives_verdicts);
}

/** Every comparison of a cell with its baseline that gets a verdict. `step` is waited for before each. */
export async function questionsOf(
  { cells, metrics }: { cells: readonly Cell[]; metrics: Metrics },
  given: { scope: Scope; alpha: number; seed: number; step: () => Promise<void> },
): Promise<readonly Question[]> {
  const { scope, alpha, seed, step } = given;
  const compared = comparedCells(cells);
  const measures = verdictMetrics(metrics);
  const family = compared.length * measures.length;
  // Enough for the smallest p to pass Holm's first step with room to spare.
  const permutations = Math.min(20_000, Math.max(999, Math.ceil((10 * family) / alpha)));
  const questions: Question[] = [];
  for (const [metric, measure] of measures)
    for (const cell of compared) {
      await step();
      const baseline_id = cell.baseline_id ?? "";
      const baseline = cells.find(({ id }) => id === baseline_id);
      const paired = sourceOf(cell) === (baseline && sourceOf(baseline));
      const options = { scope, permutations, seed, paired };
      questions.push({
        cell_id: cell.id,
        baseline_id,
        metric,
        scope,
        comparison: measure.compare(cell.id, baseline_id, options),
        worstCase: measure.worstCase(cell.id, baseline_id, options),
      });
    }
  return questions;
}

/** The cell whose samples these are. */
const sourceOf = ({ id, derived_from }: Cell): string => derived_from?.cell_id ?? id;
