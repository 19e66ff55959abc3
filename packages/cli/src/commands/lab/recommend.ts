import { InvalidInputError, type Verdict } from "@colloquy/core";
import { verdictWords, type ReportInput } from "@colloquy/report";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode, type ExitCode } from "../../exit-code.ts";
import { drawExperiment } from "../../lab/draw-experiment.ts";
import { readDesign, type ReadDesign } from "../../lab/read-design.ts";
import { readDollars } from "../../lab/read-dollars.ts";
import { entropyDesign, turningPointOf, turningWords } from "../../lab/recommend-entropy.ts";
import { writeReport } from "../../lab/report-file.ts";
import { runOptions } from "../../lab/run-options.ts";
import { analysedExperiment, resultJson } from "../../lab/show-result.ts";
import { startRun } from "../../lab/start-run.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { printJson } from "../../render/print-json.ts";
import { parameterWords } from "../../render/status-line.ts";
import { sanitise } from "../../render/sanitise.ts";

/** Temperatures raced where nobody says what to choose among. */
const CANDIDATES = [0, 0.3, 0.7, 1, 1.3];

/** Settings by evidence: a race's confirmed winner, or the entropy turning point. */
export const labRecommend: Command = {
  name: "lab recommend",
  summary:
    "Recommends a setting: by a goal, the confirmed winner of a race; without one, an upper limit for temperature by entropy.",
  arguments: "[prompts...]",
  options: runOptions,
  examples: [
    "colloquy lab recommend 'Name three colours as a JSON list.' --metric valid_rate --goal valid_rate:max --sweep temperature=0,.3,.7,1",
    "colloquy lab recommend -f prompts.jsonl --yes",
  ],
  async run(context, input) {
    const read = await readDesign(context, input);
    return read.design.goal ? byGoal(context, input, read) : byEntropy(context, input, read);
  },
};

async function byGoal(
  context: CommandContext,
  input: CommandInput,
  { design, race }: ReadDesign,
): Promise<ExitCode> {
  const chosen = design.sweep !== undefined || (design.cells ?? []).length > 0;
  const found = await drawn(context, input, {
    design: chosen ? design : { ...design, sweep: { temperature: CANDIDATES } },
    race: race || design.race === undefined,
  });
  const { experiment } = found.data;
  const winner = found.analysis.cells.find(({ cell }) => cell.baseline_id !== null)?.cell;
  const verdict = found.analysis.verdicts.find(
    ({ cell_id, metric }) => cell_id === winner?.id && metric === experiment.goal?.metric,
  );
  const confirmed = verdict?.verdict === "better";
  const parameters = confirmed ? winner?.parameters : null;
  return finish(context, input, {
    found,
    recommendation: {
      by: "goal",
      parameters: parameters ?? null,
      confirmed,
      verdict: verdict ?? null,
    },
    words: goalWords(found, winner?.parameters, verdict),
  });
}

function goalWords(
  { data }: ReportInput,
  parameters: Readonly<Record<string, unknown>> | undefined,
  verdict: Verdict | undefined,
): string {
  if (!parameters || !verdict)
    return "keep the present setting: the race found none ahead of it, so nothing was confirmed";
  const words = `${verdict.metric} is ${verdictWords(data.experiment, verdict)} on fresh samples`;
  return verdict.verdict === "better"
    ? `use ${parameterWords(parameters)}: ${words}`
    : `keep the present setting: ${parameterWords(parameters)} came out ahead in the race, but ${words}`;
}

async function byEntropy(
  context: CommandContext,
  input: CommandInput,
  { design }: ReadDesign,
): Promise<ExitCode> {
  for (const name of design.models)
    if (!(await context.model(name, { retries: 0 })).inside)
      throw new InvalidInputError({
        message: `${name} does not show its distribution, so its entropy is unknown`,
        remedy: "Choose a model inside, or give a --goal, by which a race chooses.",
        details: { field: "model", given: name, allowed: "a model inside" },
      });
  const found = await drawn(context, input, {
    design: entropyDesign(design, input.count("samples")),
    race: false,
  });
  const turning = await turningPointOf(context, found.data);
  return finish(context, input, {
    found,
    recommendation: { by: "entropy", ...turning },
    words: turningWords(turning),
  });
}

async function drawn(
  context: CommandContext,
  input: CommandInput,
  read: ReadDesign,
): Promise<ReportInput> {
  const { planned } = await startRun(context, input, read);
  await drawExperiment(context, planned.experiment, {
    concurrency: input.count("concurrency"),
    maxCost: readDollars(input, "maxCost"),
  });
  return analysedExperiment(context, planned.experiment.id);
}

async function finish(
  context: CommandContext,
  input: CommandInput,
  { found, recommendation, words }: { found: ReportInput; recommendation: object; words: string },
): Promise<ExitCode> {
  const report = await writeReport(context, found, input.text("report"));
  if (input.flag("json"))
    printJson(context.screen, await resultJson(found, { recommendation, words, report }));
  else {
    context.screen.print(`${sanitise(words)}\n`);
    context.screen.say(`report: ${report}; colloquy lab show ${found.data.experiment.id}`);
  }
  return exitCode.done;
}
