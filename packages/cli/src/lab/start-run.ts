import { getRandomValues } from "node:crypto";
import { planExperiment, type ExperimentDesign, type PlannedExperiment } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import type { CommandInput } from "../parse/command-input.ts";
import { consentToRun, requireWithinCost } from "./consent.ts";
import { estimateLines } from "./estimate-lines.ts";
import { estimateRun, type RunEstimate } from "./estimate-run.ts";
import { labModel, type LabModel } from "./lab-model.ts";
import { metricTools } from "./metric-tools.ts";
import { chosenRace, type ReadDesign } from "./read-design.ts";
import { readDollars } from "./read-dollars.ts";

/** An experiment that was planned, priced and agreed to, and is kept with its planned samples. */
export interface StartedRun {
  planned: PlannedExperiment;
  estimate: RunEstimate;
}

/** Plans, says what it takes, asks where it must, and keeps the plan. Nothing is sent before all that. */
export async function startRun(
  context: CommandContext,
  input: CommandInput,
  { design, race }: ReadDesign,
): Promise<StartedRun> {
  const { planned, models } = await planRun(context, input, { design, race });
  const { experiment, samples, look } = planned;
  const estimate = await estimateRun(context, planned, models);
  for (const line of estimateLines(experiment, estimate, models)) context.screen.say(line);
  requireWithinCost(readDollars(input, "maxCost"), {
    estimate,
    samples: experiment.samples_per_prompt,
  });
  await consentToRun(context, input, { estimate, free: models.every(({ free }) => free) });
  await (await context.store()).experiments.put(experiment, samples, look);
  context.screen.say(
    context.screen.err.dim(
      `experiment ${experiment.name ? `${experiment.name} ` : ""}${experiment.id}, seed ${experiment.seed}`,
    ),
  );
  return { planned, estimate };
}

/** Plans a design on its models. Throws `InvalidInputError` on whatever can be known to be wrong. */
async function planRun(
  context: CommandContext,
  input: CommandInput,
  { design, race }: ReadDesign,
): Promise<{ planned: PlannedExperiment; models: readonly LabModel[] }> {
  const models: LabModel[] = [];
  for (const name of design.models)
    models.push(
      await labModel(context, name, {
        parameters: namesIn(design),
        routed: "provider" in design.parameters,
        provider: input.text("provider"),
        force: input.flag("force"),
        logprobs: design.parameters["logprobs"] === true,
      }),
    );
  const options = {
    environment: context.environment,
    models: models.map(({ facts }) => facts),
    seed: design.seed ?? (getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1,
    tools: await metricTools(design.metrics),
  };
  const planned = planExperiment(design, options);
  if (!race) return { planned, models };
  const { experiment, samples } = planned;
  const cells = experiment.cells.filter(({ derived_from }) => !derived_from).length;
  const budget = chosenRace(input, { cells, calls: samples.length });
  return { planned: planExperiment({ ...design, race: budget }, options), models };
}

/** Every parameter that some cell sends or leaves unset. */
function namesIn({ parameters, sweep = {}, cells = [] }: ExperimentDesign): readonly string[] {
  const names = [parameters, sweep, ...cells.map((cell) => cell.parameters)].flatMap((each) =>
    Object.keys(each),
  );
  return [...new Set(names)].filter((name) => name !== "provider");
}
