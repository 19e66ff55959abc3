import { invalidDesign } from "../design/invalid-design.ts";
import type { ExperimentDesign } from "../design/design.ts";
import type { Cell, ExperimentPrompt, RaceDesign } from "../experiment.ts";
import { requestNamed } from "../metrics/metric-request.ts";
import { samplesForRates } from "../statistics/power.ts";
import { leastBudget, splitPrompts } from "./race-rules.ts";

/** Samples a cell of a confirmation where no margin says how many it takes. */
const CONFIRMATION_SAMPLES = 100;

/** The race a design asks for, with its prompts split and its confirmation fixed beforehand; null for none. */
export function planRace(
  design: ExperimentDesign,
  given: { cells: readonly Cell[]; prompts: readonly ExperimentPrompt[]; seed: number },
): RaceDesign | null {
  const { race } = design;
  if (!race) return null;
  if (!design.goal) throw invalidDesign("goal", null, "a goal, since a race is run by one");
  const live = given.cells.filter(({ derived_from }) => !derived_from).length;
  if (live < 2) throw invalidDesign("cells", live, "at least two cells to race");
  const least = leastBudget(live);
  if (!(race.budget >= least)) {
    throw invalidDesign("race.budget", race.budget, `at least ${least} calls for ${live} cells`);
  }
  const split = splitPrompts(given.prompts, given.seed);
  return {
    budget: race.budget,
    constraints: race.constraints ?? [],
    confirmation_samples:
      race.confirmation_samples ??
      Math.max(1, Math.ceil(confirmationSamples(design) / split.confirmation.length)),
    race_prompt_ids: split.race,
    confirmation_prompt_ids: split.confirmation,
  };
}

/** From margin and power where the goal is a rate: the least favourable rates around ½. */
function confirmationSamples({ goal, margin, metrics }: ExperimentDesign): number {
  const request = goal && requestNamed(metrics, goal.metric);
  const size = typeof margin === "number" ? margin : margin?.[goal?.metric ?? ""];
  if (!request?.metric.endsWith("_rate") || !(size && size < 1)) return CONFIRMATION_SAMPLES;
  return samplesForRates(0.5 - size / 2, 0.5 + size / 2);
}
