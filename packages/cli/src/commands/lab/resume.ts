import { InvalidInputError, planExtension, type Experiment } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { consentToRun, requireWithinCost } from "../../lab/consent.ts";
import { estimateLines } from "../../lab/estimate-lines.ts";
import { estimateRun } from "../../lab/estimate-run.ts";
import { findExperiment } from "../../lab/find-experiment.ts";
import { finishRun } from "../../lab/finish-run.ts";
import type { LabModel } from "../../lab/lab-model.ts";
import { readDollars } from "../../lab/read-dollars.ts";
import type { CommandInput } from "../../parse/command-input.ts";

/** Goes on with an experiment that was stopped, or draws more samples of a finished one. */
export const labResume: Command = {
  name: "lab resume",
  summary: "Goes on with an experiment that was stopped: what was drawn is not drawn again.",
  arguments: "[experiment]",
  options: [
    {
      flags: "--more <count>",
      about: "so many more samples for each prompt and cell: a recorded look at the data",
    },
    { flags: "--concurrency <count>", about: "calls at once (16 inside, 8 elsewhere)" },
    { flags: "--max-cost <dollars>", about: "refuse, or stop, where it would cost more" },
    { flags: "--report <file>", about: "where the HTML report goes" },
    { flags: "-y, --yes", about: "do not ask" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy lab resume last", "colloquy lab resume haiku --more 16 --yes"],
  async run(context, input) {
    const { id } = await findExperiment(context, input.words[0]);
    const experiment = await prepared(context, input, id);
    return finishRun(context, experiment, {
      json: input.flag("json"),
      report: input.text("report"),
      concurrency: input.count("concurrency"),
      maxCost: readDollars(input, "maxCost"),
    });
  },
};

/** Extends where asked to, and asks before what is left is drawn. */
async function prepared(
  context: CommandContext,
  input: CommandInput,
  id: string,
): Promise<Experiment> {
  const store = (await context.store()).experiments;
  const data = await store.load(id);
  if (!data) throw new InvalidInputError({ message: `no experiment ${id}`, remedy: null });
  const { experiment, samples, results } = data;
  const count = input.count("more");
  const at = new Date(context.environment.now()).toISOString();
  const extension = count === undefined ? undefined : planExtension(data, { count, at });
  const done = new Set(results.map(({ sample_id }) => sample_id));
  const open = [...samples.filter((sample) => !done.has(sample.id)), ...(extension?.samples ?? [])];
  if (open.length > 0) await consent(context, input, { experiment, open });
  if (extension) await store.extend(extension.look, extension.samples);
  return experiment;
}

async function consent(
  context: CommandContext,
  input: CommandInput,
  {
    experiment,
    open,
  }: { experiment: Experiment; open: Parameters<typeof estimateRun>[1]["samples"] },
): Promise<void> {
  const models: LabModel[] = [];
  for (const facts of experiment.models) {
    const model = await context.model(facts.model, { retries: 0 });
    const { prompt, completion } = facts.pricing ?? { prompt: "?", completion: "?" };
    models.push({
      facts: { ...facts, tells_tokens: false },
      open: model,
      free: model.inside || (Number(prompt) === 0 && Number(completion) === 0),
      notes: [],
    });
  }
  // What a race has left is planned round by round: only this round is known.
  const estimate = await estimateRun(
    context,
    { experiment: { ...experiment, race: null }, samples: open },
    models,
  );
  const [first = "", ...rest] = estimateLines(experiment, estimate, models);
  for (const line of [`still to draw: ${first}`, ...rest]) context.screen.say(line);
  requireWithinCost(readDollars(input, "maxCost"), {
    estimate,
    samples: experiment.samples_per_prompt,
  });
  await consentToRun(context, input, { estimate, free: models.every(({ free }) => free) });
}
