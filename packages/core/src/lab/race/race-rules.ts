import { randomFrom, shuffled } from "../../sampling/random.ts";
import type { ExperimentPrompt } from "../experiment.ts";

/** Samples each live cell gets in each round of a race, at least. */
export const MIN_RACE_SAMPLES = 8;

/** With fewer prompts a race and its confirmation use the same ones, and the scope stays at these prompts. */
export const PROMPTS_TO_SPLIT = 12;

/** Splits the prompts at random: one half for the race, the other for its confirmation. */
export function splitPrompts(
  prompts: readonly ExperimentPrompt[],
  seed: number,
): { race: readonly string[]; confirmation: readonly string[] } {
  const ids = prompts.map(({ id }) => id);
  if (ids.length < PROMPTS_TO_SPLIT) return { race: ids, confirmation: ids };
  const mixed = shuffled(ids, randomFrom(seed));
  const half = Math.floor(ids.length / 2);
  return { race: mixed.slice(0, half), confirmation: mixed.slice(half) };
}

/** Rounds of a race among so many cells: ⌈log₂ K⌉ (Karnin, Koren, Somekh 2013). */
export function raceRounds(cells: number): number {
  return Math.max(1, Math.ceil(Math.log2(cells)));
}

/**
 * Samples of each live cell in one round: the budget is shared evenly among the rounds, and a round's share
 * among the cells alive in it; at least 8.
 */
export function roundSamples(
  budget: number,
  { rounds, live }: { rounds: number; live: number },
): number {
  return Math.max(MIN_RACE_SAMPLES, Math.floor(budget / (rounds * live)));
}

/** The better half by score, the rounded-up half; equal scores keep their order. */
export function survivors<T>(cells: readonly T[], score: (cell: T) => number): readonly T[] {
  return cells.toSorted((a, b) => score(b) - score(a)).slice(0, Math.ceil(cells.length / 2));
}

/** Calls of a race in which every live cell has 8 samples in every round. */
export function leastBudget(cells: number): number {
  let total = 0;
  for (let live = cells; live > 1; live = Math.ceil(live / 2)) total += live * MIN_RACE_SAMPLES;
  return total;
}
