import type { ExperimentData } from "../experiment-store.ts";
import type { Cell, Check, Experiment, MetricRequest } from "../experiment.ts";
import { PROMPTS_FOR_SCOPE, type Scope } from "../kinds/kind.ts";
import type { CellEstimate, MeasuredMetric } from "../metrics/measured-metric.ts";
import type { MetricTools } from "../metrics/measure.ts";
import { metricRow, requestNamed } from "../metrics/metric-request.ts";
import { observationsOf, type Detokenize } from "../metrics/observation.ts";
import type { SamplePhase } from "../sample.ts";
import { failuresOf, type Failures } from "./failures.ts";
import { checkMean, checkRate, type CheckResult } from "./check.ts";
import { comparedCells, questionsOf, verdictMetrics } from "./questions.ts";
import { verdicts, type Verdict } from "./verdict.ts";

/** A cell with what was measured. The keys of `metrics` are the requested names. */
export interface CellResult {
  cell: Cell;
  metrics: Readonly<Record<string, CellEstimate>>;
  failures: Failures;
}

/** What an experiment's records say. The same records always give the same analysis. */
export interface Analysis {
  experiment_id: string;
  /** What results speak of; the narrower under 6 prompts, or where asked for. */
  scope: Scope;
  cells: readonly CellResult[];
  verdicts: readonly Verdict[];
  checks: readonly CheckResult[];
  /** Error shared by all verdicts of this look: 5%, or a fifth of it where several looks were planned. */
  alpha: number;
  notes: readonly string[];
}

export interface AnalysisOptions {
  tools?: MetricTools;
  detokenize?: Detokenize;
  /** Narrows the scope although there are prompts enough. */
  scope?: Scope;
  /** Which samples to look at; a race quotes its confirmation alone. */
  phase?: SamplePhase;
  /** Called before each estimate and comparison and waited for: to show progress, to let others run, to throw and so stop. */
  onStep?: (done: number, total: number) => void | Promise<void>;
}

/** Error shared by all verdicts of an experiment. */
export const ALPHA = 0.05;
/** The data may be looked at no more often than this. */
export const MAX_LOOKS = 5;

/** Estimates every metric of every cell and decides every comparison with the baseline. */
export async function analyse(
  data: ExperimentData,
  options: AnalysisOptions = {},
): Promise<Analysis> {
  const { experiment } = data;
  const phase = options.phase ?? (experiment.race ? "confirmation" : "main");
  const cells = experiment.cells.filter((cell) => hasSamples(data, cell, phase));
  const metrics = await measured(data, cells, { ...options, phase });
  const scope = scopeOf(experiment, options.scope);
  const alpha = alphaOf(data);
  const estimates = cells.length * metrics.size;
  const comparisons = comparedCells(cells).length * verdictMetrics(metrics).length;
  let done = 0;
  const step = async (): Promise<void> => options.onStep?.(done++, estimates + comparisons);
  const results: CellResult[] = [];
  for (const cell of cells) {
    const own: Record<string, CellEstimate> = {};
    for (const [name, metric] of metrics) {
      await step();
      own[name] = metric.estimate(cell.id, scope);
    }
    results.push({ cell, metrics: own, failures: failuresOf(data, cell, phase) });
  }
  const { seed } = experiment;
  const questions = await questionsOf({ cells, metrics }, { scope, alpha, seed, step });
  return {
    experiment_id: experiment.id,
    scope,
    cells: results,
    verdicts: verdicts(questions, { alpha, goal: experiment.goal, margins: experiment.margins }),
    checks: experiment.checks.flatMap((check) =>
      cells.map((cell) => checked(check, cell, { experiment, metrics, alpha })),
    ),
    alpha,
    notes: notesOf(data, results, phase),
  };
}

function hasSamples({ results }: ExperimentData, cell: Cell, phase: SamplePhase): boolean {
  const source = cell.derived_from?.cell_id ?? cell.id;
  return results.some((result) => result.cell_id === source && result.phase === phase);
}

async function measured(
  data: ExperimentData,
  cells: readonly Cell[],
  options: AnalysisOptions,
): Promise<ReadonlyMap<string, MeasuredMetric>> {
  const metrics = new Map<string, MeasuredMetric>();
  for (const request of data.experiment.metrics) {
    const metric = metricRow(request.metric).start(request.options ?? {}, options.tools ?? {});
    for (const cell of cells) {
      await metric.add(cell.id, observationsOf(data, cell, options), {
        deterministic: isDeterministic(cell),
      });
    }
    metrics.set(request.name, metric);
  }
  return metrics;
}

/** Parameters under which a model always takes its likeliest token. */
export function isDeterministic({ parameters }: Pick<Cell, "parameters">): boolean {
  const { temperature, top_k, top_p } = parameters;
  return temperature === 0 || top_k === 1 || top_p === 0;
}

function scopeOf({ prompts }: Experiment, wanted?: Scope): Scope {
  if (prompts.length < PROMPTS_FOR_SCOPE) return "these_prompts";
  return wanted ?? "prompts_like_these";
}

function alphaOf({ experiment, looks }: ExperimentData): number {
  const extended = looks.some(({ kind }) => kind === "extension");
  return experiment.planned_looks > 1 || extended ? ALPHA / MAX_LOOKS : ALPHA;
}

/** Checks speak of these prompts: a test set is what is to be passed. */
function checked(
  check: Check,
  { id }: Cell,
  {
    experiment,
    metrics,
    alpha,
  }: {
    experiment: Experiment;
    metrics: ReadonlyMap<string, MeasuredMetric>;
    alpha: number;
  },
): CheckResult {
  const request = requestNamed(experiment.metrics, check.metric);
  const metric = metrics.get(request?.name ?? "");
  const estimate = metric?.estimate(id, "these_prompts");
  const value = estimate?.value ?? null;
  const n = estimate?.n_effective ?? 0;
  return metric?.is_rate && value !== null
    ? checkRate(check, { cell_id: id, value, n, alpha })
    : checkMean(check, { cell_id: id, value, interval: estimate?.interval ?? null, n, alpha });
}

function notesOf(
  { experiment, looks }: ExperimentData,
  results: readonly CellResult[],
  phase: SamplePhase,
): readonly string[] {
  const extended = looks.some(({ kind }) => kind === "extension");
  const floor = experiment.metrics.flatMap((request) => floorOrCeiling(request, results));
  return [
    ...(extended && experiment.planned_looks === 1
      ? ["extended after its result was seen, which was not planned: exploratory"]
      : []),
    ...(phase === "confirmation" ? ["numbers are the confirmation's, on fresh samples"] : []),
    ...floor,
  ];
}

function floorOrCeiling(
  { name, metric }: MetricRequest,
  results: readonly CellResult[],
): readonly string[] {
  const isProportion = metric.endsWith("_rate") || metric === "exact_match";
  const values = results.map(({ metrics }) => metrics[name]).filter((each) => each !== undefined);
  const shares = values.flatMap(({ value }) => (value === null ? [] : [value]));
  if (!isProportion || shares.length < 2) return [];
  if (shares.every((value) => value < 0.1)) {
    return [`${name}: under 10% in every cell, at the floor: it cannot tell them apart`];
  }
  if (shares.every((value) => value > 0.9)) {
    return [`${name}: over 90% in every cell, at the ceiling: it cannot tell them apart`];
  }
  return [];
}
