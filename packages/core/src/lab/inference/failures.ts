import type { ExperimentData } from "../experiment-store.ts";
import type { Cell } from "../experiment.ts";
import type { Interval } from "../statistics/interval.ts";
import { wilson } from "../statistics/wilson.ts";
import type { FailureCause, SamplePhase } from "../sample.ts";

/** What became of a cell's calls: every sample is counted exactly once. */
export interface Failures {
  planned: number;
  answered: number;
  failed: number;
  /** Planned and not drawn yet. */
  pending: number;
  /** Share of finished samples that failed, with Wilson's interval; null before any finished. */
  rate: { value: number; interval: Interval } | null;
  by_cause: Readonly<Partial<Record<FailureCause, number>>>;
  /** Calls made, retries included. */
  attempts: number;
}

/** Counts a cell's calls by what became of them. A derived cell shares its source's calls. */
export function failuresOf(
  { samples, results }: ExperimentData,
  cell: Cell,
  phase: SamplePhase,
): Failures {
  const source = cell.derived_from?.cell_id ?? cell.id;
  const isOwn = (each: { cell_id: string; phase: SamplePhase }): boolean =>
    each.cell_id === source && each.phase === phase;
  const own = results.filter(isOwn);
  const failed = own.filter(({ state }) => state !== "complete");
  const planned = samples.filter(isOwn).length;
  const by_cause: Partial<Record<FailureCause, number>> = {};
  for (const { cause } of failed)
    by_cause[cause ?? "other"] = (by_cause[cause ?? "other"] ?? 0) + 1;
  const share = failed.length / own.length;
  return {
    planned,
    answered: own.length - failed.length,
    failed: failed.length,
    pending: planned - own.length,
    rate: own.length === 0 ? null : { value: share, interval: wilson(share, own.length) },
    by_cause,
    attempts: own.reduce((sum, { attempts }) => sum + attempts, 0),
  };
}
