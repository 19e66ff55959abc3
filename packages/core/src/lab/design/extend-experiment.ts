import type { ExperimentData } from "../experiment-store.ts";
import type { Look } from "../experiment.ts";
import { MAX_LOOKS } from "../inference/analysis.ts";
import type { SamplePlan } from "../sample.ts";
import { interleavedSamples } from "./interleave.ts";
import { invalidDesign, requireWhole } from "./invalid-design.ts";

/** More samples for an experiment: a recorded look. Throws at the sixth. */
export function planExtension(
  data: ExperimentData,
  { count, at }: { count: number; at: string },
): { look: Look; samples: readonly SamplePlan[] } {
  const { experiment, looks, samples } = data;
  if (looks.length >= MAX_LOOKS) {
    throw invalidDesign(
      "looks",
      looks.length + 1,
      `at most ${MAX_LOOKS}`,
      "Start a new experiment.",
    );
  }
  requireWhole("samples", count);
  const drawn = samples.filter(({ phase }) => phase === "main");
  return {
    look: {
      experiment_id: experiment.id,
      number: looks.length + 1,
      kind: "extension",
      at,
      cell_ids: experiment.cells.map(({ id }) => id),
      samples_per_prompt: count,
    },
    samples: interleavedSamples({
      experiment_id: experiment.id,
      seed: experiment.seed,
      cells: experiment.cells,
      prompts: experiment.prompts,
      phase: "main",
      from: Math.max(0, ...drawn.map(({ index }) => index + 1)),
      count,
      firstOrder: samples.length,
    }),
  };
}
