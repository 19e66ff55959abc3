import {
  countPrompt,
  estimateExperiment,
  type Experiment,
  type ExperimentEstimate,
  type PlannedExperiment,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { modelTokenizer } from "../memory/model-tokenizer.ts";
import type { LabModel } from "./lab-model.ts";
import { speedOf, type Speed } from "./speed.ts";

/** Tokens an answer is taken to have where nothing limits it. */
export const ASSUMED_TOKENS = 300;

/** What a run will take, with how its time is known. */
export interface RunEstimate extends ExperimentEstimate {
  /** False when some model's speed was never measured here. */
  measured_speed: boolean;
  /** True when some cell has no max_tokens, so that lengths are assumed. */
  assumed_length: boolean;
}

/** Estimates what is still to be drawn of an experiment. */
export async function estimateRun(
  context: CommandContext,
  { experiment, samples }: Pick<PlannedExperiment, "experiment" | "samples">,
  models: readonly LabModel[],
): Promise<RunEstimate> {
  const tokens = await promptTokens(context, experiment, models);
  const speeds = new Map<string, Speed>();
  for (const { facts, open } of models)
    speeds.set(
      facts.model,
      await speedOf(context.paths.cache, { model: facts.model, inside: open.inside }),
    );
  const estimate = estimateExperiment(experiment, samples, {
    promptTokens: (id, model) => tokens.get(`${model} ${id}`) ?? 0,
    assumedTokens: ASSUMED_TOKENS,
    secondsPerCall: ({ model }, completion) =>
      completion / (speeds.get(model)?.tokens_per_second ?? 1),
    // The speeds are those of all streams together.
    concurrency: 1,
  });
  const whole = wholeRace(experiment, { estimate, first: samples.length });
  return {
    ...whole,
    measured_speed: [...speeds.values()].every(({ measured_at }) => measured_at !== null),
    assumed_length: experiment.cells.some(
      ({ parameters }) =>
        parameters["max_tokens"] === undefined && parameters["max_completion_tokens"] === undefined,
    ),
  };
}

async function promptTokens(
  { signal }: CommandContext,
  { prompts }: Experiment,
  models: readonly LabModel[],
): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (const { facts, open } of models) {
    const characters = JSON.stringify(prompts.map(({ messages }) => messages)).length;
    const tokenizer = await modelTokenizer(open, { characters, signal });
    for (const { id, messages } of prompts)
      counted.set(`${facts.model} ${id}`, countPrompt(tokenizer, messages));
  }
  return counted;
}

/** A race is planned a round at a time; what it takes in all follows from its budget and its confirmation. */
function wholeRace(
  { race }: Experiment,
  { estimate, first }: { estimate: ExperimentEstimate; first: number },
): ExperimentEstimate {
  if (!race || first === 0) return estimate;
  const confirmation = 2 * race.confirmation_samples * race.confirmation_prompt_ids.length;
  const factor = (Math.max(race.budget, first) + confirmation) / first;
  return {
    ...estimate,
    calls: Math.ceil(estimate.calls * factor),
    prompt_tokens: Math.ceil(estimate.prompt_tokens * factor),
    completion_tokens: Math.ceil(estimate.completion_tokens * factor),
    cost_usd: estimate.cost_usd === null ? null : estimate.cost_usd * factor,
    seconds: estimate.seconds === null ? null : estimate.seconds * factor,
  };
}
