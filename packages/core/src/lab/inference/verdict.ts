import type { Goal } from "../experiment.ts";
import type { Scope } from "../kinds/kind.ts";
import { holm, holmLevels } from "../statistics/holm.ts";
import type { Interval } from "../statistics/interval.ts";
import type { Comparison } from "./comparison.ts";

export type VerdictKind = "higher" | "lower" | "better" | "worse" | "equivalent" | "undecided";

/** What the data say about one cell against its baseline on one metric. */
export interface Verdict {
  cell_id: string;
  baseline_id: string;
  metric: string;
  scope: Scope;
  verdict: VerdictKind;
  /** Cell minus baseline, in the metric's unit; null when there was nothing to compare. */
  difference: number | null;
  /** At the level this comparison was held to within the family; null when the data have no spread. */
  interval: Interval | null;
  /** Two-sided p-value, and the same after Holm's adjustment. */
  p: number | null;
  p_adjusted: number | null;
  /**
   * Undecided only: this n had an 80% chance to show a difference of at least this; null when it had so for
   * none that is possible.
   */
  detectable: number | null;
  margin: number | null;
  /** Number of verdicts the error of 5% is shared among. */
  family: number;
  /** What a reader must know: a worst case that did not hold, an unplanned look. */
  notes: readonly string[];
  method: string;
}

/** One question of the family. */
export interface Question {
  cell_id: string;
  baseline_id: string;
  metric: string;
  scope: Scope;
  comparison: Comparison | null;
  /**
   * The same comparison with every missing value at its worst for the side that came out ahead; null when both
   * cells miss the same number.
   */
  worstCase: (() => Comparison | null) | null;
}

export interface VerdictOptions {
  alpha: number;
  goal: Goal | null;
  margins: Readonly<Record<string, number>>;
}

/** Verdicts on a whole family: false ones in at most a share `alpha` of families (Holm). */
export function verdicts(
  questions: readonly Question[],
  { alpha, goal, margins }: VerdictOptions,
): readonly Verdict[] {
  const p = questions.map(({ comparison }) => comparison?.p ?? 1);
  const adjusted = holm(p);
  const levels = holmLevels(p, alpha);
  return questions.map((question, index) =>
    decide(question, {
      alpha: levels[index] ?? alpha,
      rejected: (adjusted[index] ?? 1) <= alpha,
      adjusted: adjusted[index] ?? 1,
      family: questions.length,
      familyAlpha: alpha,
      goal,
      margin: margins[question.metric] ?? null,
    }),
  );
}

interface Decision {
  alpha: number;
  rejected: boolean;
  adjusted: number;
  family: number;
  familyAlpha: number;
  goal: Goal | null;
  margin: number | null;
}

function decide(question: Question, decision: Decision): Verdict {
  const { comparison, cell_id, baseline_id, metric } = question;
  const interval = comparison?.intervalAt(1 - decision.alpha) ?? null;
  const base = {
    cell_id,
    baseline_id,
    metric,
    scope: comparison?.scope ?? question.scope,
    difference: comparison?.difference ?? null,
    interval,
    p: comparison?.p ?? null,
    p_adjusted: comparison ? decision.adjusted : null,
    margin: decision.margin,
    family: decision.family,
    method: comparison?.method ?? "none",
  };
  if (!comparison || !interval) {
    const notes = ["too few different values to compare"];
    return { ...base, verdict: "undecided", detectable: null, notes };
  }
  const direction = shown(comparison.difference, interval, decision.rejected);
  if (direction !== 0) {
    if (survives(question, direction, decision.alpha)) {
      return {
        ...base,
        verdict: named(direction, metric, decision.goal),
        detectable: null,
        notes: [],
      };
    }
    const notes = ["failed calls differ and it does not survive their worst case"];
    return { ...base, verdict: "undecided", detectable: detectable(comparison, decision), notes };
  }
  if (decision.margin !== null && isWithin(interval, decision.margin)) {
    return { ...base, verdict: "equivalent", detectable: null, notes: [] };
  }
  return { ...base, verdict: "undecided", detectable: detectable(comparison, decision), notes: [] };
}

/** 1 or −1 when the test rejects and its interval agrees, else 0. */
function shown(value: number, [low, high]: Interval, rejected: boolean): -1 | 0 | 1 {
  if (!rejected) return 0;
  if (low > 0 && value > 0) return 1;
  return high < 0 && value < 0 ? -1 : 0;
}

function survives({ worstCase }: Question, direction: -1 | 1, alpha: number): boolean {
  if (!worstCase) return true;
  const worst = worstCase();
  return worst !== null && worst.p <= alpha && Math.sign(worst.difference) === direction;
}

function named(direction: -1 | 1, metric: string, goal: Goal | null): VerdictKind {
  if (goal?.metric !== metric) return direction > 0 ? "higher" : "lower";
  return direction > 0 === (goal.direction === "max") ? "better" : "worse";
}

const isWithin = ([low, high]: Interval, margin: number): boolean =>
  low >= -margin && high <= margin;

const detectable = (comparison: Comparison, { family, familyAlpha }: Decision): number | null =>
  comparison.detectableAt(familyAlpha / family);
