import { randomFrom, shuffled } from "../../sampling/random.ts";
import type { Cell, ExperimentPrompt } from "../experiment.ts";
import type { SamplePhase, SamplePlan } from "../sample.ts";
import { sampleId, seedOf } from "./sample-id.ts";

/** Which samples to plan. */
export interface SampleRange {
  experiment_id: string;
  /** The experiment's seed. */
  seed: number;
  cells: readonly Cell[];
  prompts: readonly ExperimentPrompt[];
  phase: SamplePhase;
  /** First index and number of samples for each cell and prompt. */
  from: number;
  count: number;
  /** Place of the first in the queue. */
  firstOrder: number;
}

/**
 * Plans samples in seeded random blocks: in each block every cell has one sample of one prompt, in random
 * order, so that time of day and load fall on all cells alike. Derived cells need no samples of their own.
 */
export function interleavedSamples(range: SampleRange): readonly SamplePlan[] {
  const { seed, prompts, phase, from, count } = range;
  const cells = range.cells.filter(({ derived_from }) => !derived_from);
  const random = randomFrom(seed ^ Math.imul(from + 1, 0x9e3779b1) ^ phase.length);
  const plans: SamplePlan[] = [];
  for (let index = from; index < from + count; index += 1) {
    for (const prompt of shuffled(prompts, random)) {
      for (const cell of shuffled(cells, random)) {
        const place = { cell_id: cell.id, prompt_id: prompt.id, phase, index };
        const id = sampleId({ experiment: seed, ...place });
        plans.push({
          experiment_id: range.experiment_id,
          id,
          ...place,
          seed: seedOf(id),
          order: range.firstOrder + plans.length,
        });
      }
    }
  }
  return plans;
}
