import { interleavedSamples } from "../design/interleave.ts";
import type { ExperimentData } from "../experiment-store.ts";
import type { Cell, Look } from "../experiment.ts";
import { analyse, type AnalysisOptions, type CellResult } from "../inference/analysis.ts";
import { checkRate, checkMean } from "../inference/check.ts";
import { requestNamed } from "../metrics/metric-request.ts";
import type { SamplePhase, SamplePlan } from "../sample.ts";
import { raceRounds, roundSamples, survivors } from "./race-rules.ts";

/** What a race does next. A race selects and gives no verdict: only its confirmation is quoted. */
export type RaceStep =
  | { type: "wait"; pending: number }
  | { type: "round"; look: Look; samples: readonly SamplePlan[]; dropped: readonly string[] }
  | { type: "confirmation"; winner_id: string; look: Look; samples: readonly SamplePlan[] }
  | { type: "done"; winner_id: string; confirmed: boolean }
  | { type: "no_winner"; reason: string };

/**
 * The next step of an experiment's race, from its records alone, so that a race resumes where it stopped.
 * After each round, cells that refute a constraint go first, then the worse half by the goal.
 */
export async function nextRaceStep(
  data: ExperimentData,
  options: AnalysisOptions & { at: string },
): Promise<RaceStep> {
  const { experiment, samples, results, looks } = data;
  const pending = samples.length - results.length;
  if (pending > 0) return { type: "wait", pending };
  const confirmation = looks.find(({ kind }) => kind === "confirmation");
  if (confirmation) {
    return { type: "done", winner_id: confirmation.cell_ids[0] ?? "", confirmed: true };
  }
  const rounds = looks.filter(({ kind }) => kind === "race_round");
  const live = experiment.cells.filter(
    ({ id, derived_from }) => !derived_from && rounds.at(-1)?.cell_ids.includes(id),
  );
  const { kept, dropped } = await afterRound(data, live, options);
  const [winner] = kept;
  if (!winner) return { type: "no_winner", reason: "every cell refutes a constraint" };
  if (kept.length > 1) return nextRound(data, { kept, dropped, at: options.at });
  return winner.baseline_id === null
    ? { type: "done", winner_id: winner.id, confirmed: false }
    : confirmationStep(data, winner, options.at);
}

async function afterRound(
  data: ExperimentData,
  live: readonly Cell[],
  options: AnalysisOptions,
): Promise<{ kept: readonly Cell[]; dropped: readonly string[] }> {
  const { experiment } = data;
  const own = { ...experiment, cells: live.map((cell) => ({ ...cell, baseline_id: null })) };
  const { cells } = await analyse(
    { ...data, experiment: own },
    { ...options, phase: "race", scope: "these_prompts" },
  );
  const allowed = cells.filter((cell) => !refutes(data, cell));
  const { goal } = experiment;
  const sign = goal?.direction === "min" ? -1 : 1;
  const score = ({ metrics }: CellResult): number =>
    sign * (metrics[goal?.metric ?? ""]?.value ?? -Infinity * sign);
  const better = survivors(allowed, score).map(({ cell }) => cell.id);
  return {
    kept: live
      .filter(({ id }) => better.includes(id))
      .toSorted((a, b) => better.indexOf(a.id) - better.indexOf(b.id)),
    dropped: live.filter(({ id }) => !better.includes(id)).map(({ id }) => id),
  };
}

/** Whether the samples so far show, at one-sided 95%, that a constraint is not met. */
function refutes({ experiment }: ExperimentData, { cell, metrics }: CellResult): boolean {
  return (experiment.race?.constraints ?? []).some((check) => {
    const request = requestNamed(experiment.metrics, check.metric);
    const estimate = metrics[request?.name ?? ""];
    if (!estimate) return false;
    const { value, interval, n_effective: n } = estimate;
    const isRate = request?.metric.endsWith("_rate") && value !== null;
    const result = isRate
      ? checkRate(check, { cell_id: cell.id, value, n })
      : checkMean(check, { cell_id: cell.id, value, interval, n });
    return result.result === "failed";
  });
}

function nextRound(
  data: ExperimentData,
  { kept, dropped, at }: { kept: readonly Cell[]; dropped: readonly string[]; at: string },
): RaceStep {
  const { experiment } = data;
  const race = experiment.race;
  const prompts = race?.race_prompt_ids ?? [];
  const first = experiment.cells.filter(({ derived_from }) => !derived_from).length;
  const share = { rounds: raceRounds(first), live: kept.length };
  const count = Math.ceil(roundSamples(race?.budget ?? 0, share) / Math.max(1, prompts.length));
  return {
    type: "round",
    dropped,
    ...moreSamples(data, { cells: kept, prompts, phase: "race", count, at }),
  };
}

function confirmationStep(data: ExperimentData, winner: Cell, at: string): RaceStep {
  const { race, cells } = data.experiment;
  const baseline = cells.filter(({ id }) => id === winner.baseline_id);
  return {
    type: "confirmation",
    winner_id: winner.id,
    ...moreSamples(data, {
      cells: [winner, ...baseline],
      prompts: race?.confirmation_prompt_ids ?? [],
      phase: "confirmation",
      count: race?.confirmation_samples ?? 1,
      at,
    }),
  };
}

function moreSamples(
  { experiment, samples, looks }: ExperimentData,
  given: {
    cells: readonly Cell[];
    prompts: readonly string[];
    phase: SamplePhase;
    count: number;
    at: string;
  },
): { look: Look; samples: readonly SamplePlan[] } {
  const drawn = samples.filter(({ phase }) => phase === given.phase);
  return {
    look: {
      experiment_id: experiment.id,
      number: looks.length + 1,
      kind: given.phase === "race" ? "race_round" : "confirmation",
      at: given.at,
      cell_ids: given.cells.map(({ id }) => id),
      samples_per_prompt: given.count,
    },
    samples: interleavedSamples({
      experiment_id: experiment.id,
      seed: experiment.seed,
      cells: given.cells,
      prompts: experiment.prompts.filter(({ id }) => given.prompts.includes(id)),
      phase: given.phase,
      from: Math.max(0, ...drawn.map(({ index }) => index + 1)),
      count: given.count,
      firstOrder: samples.length,
    }),
  };
}
