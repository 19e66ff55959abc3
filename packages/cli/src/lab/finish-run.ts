import type { Experiment } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { toErrorRecord } from "../error/to-error-record.ts";
import { exitCodeOf } from "../error/exit-code-of.ts";
import type { ExitCode } from "../exit-code.ts";
import { errorLines } from "../render/error-lines.ts";
import { printJson } from "../render/print-json.ts";
import { drawExperiment, type DrawOptions } from "./draw-experiment.ts";
import { writeReport } from "./report-file.ts";
import { analysedExperiment, resultCode, resultJson, resultText, stateOf } from "./show-result.ts";

export interface FinishOptions extends DrawOptions {
  json: boolean;
  /** Where the HTML goes. */
  report: string | undefined;
  /** Fields of the JSON object that only the caller knows. */
  more?: Readonly<Record<string, unknown>>;
}

/** Draws what is missing, writes the report and shows the result; a stop leaves everything to be resumed. */
export async function finishRun(
  context: CommandContext,
  experiment: Experiment,
  { json, report, more, ...draw }: FinishOptions,
): Promise<ExitCode> {
  const { screen } = context;
  try {
    await drawExperiment(context, experiment, draw);
  } catch (error) {
    return stopped(context, experiment, { error, json });
  }
  const input = await analysedExperiment(context, experiment.id);
  const file = await writeReport(context, input, report);
  if (json) printJson(screen, await resultJson(input, { ...more, report: file }));
  else {
    screen.print(await resultText(context, input));
    screen.say(`report: ${file}`);
  }
  return stateOf(input.data) === "finished" ? resultCode(input.analysis) : 1;
}

async function stopped(
  context: CommandContext,
  { id, name }: Experiment,
  { error, json }: { error: unknown; json: boolean },
): Promise<ExitCode> {
  const record = toErrorRecord(error);
  const data = await (await context.store()).experiments.load(id);
  const [finished, planned] = [data?.results.length ?? 0, data?.samples.length ?? 0];
  const { screen } = context;
  if (json)
    printJson(screen, {
      id,
      name,
      state: "interrupted",
      finished,
      planned,
      cells: [],
      error: record,
    });
  for (const line of errorLines(record, screen.err)) screen.say(line);
  screen.say(
    `${finished} of ${planned} samples are kept; colloquy lab resume ${name ?? id} goes on`,
  );
  return exitCodeOf(record);
}
