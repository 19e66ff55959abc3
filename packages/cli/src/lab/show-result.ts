import {
  analyse,
  checkExitCode,
  InvalidInputError,
  type Analysis,
  type ExperimentData,
} from "@colloquy/core";
import type { ReportInput } from "@colloquy/report";
import type { CommandContext } from "../context.ts";
import type { ExitCode } from "../exit-code.ts";
import { analysisPorts } from "./analysis-ports.ts";

/** Everything of an experiment with what it says. Throws `InvalidInputError` for an id unknown. */
export async function analysedExperiment(
  context: CommandContext,
  id: string,
): Promise<ReportInput> {
  const data = await (await context.store()).experiments.load(id);
  if (!data)
    throw new InvalidInputError({
      message: `no experiment ${id}`,
      remedy: "`colloquy lab list` shows those there are.",
      details: { field: "experiment", given: id },
    });
  const { done, ...ports } = await analysisPorts(context, data.experiment);
  try {
    return { data, analysis: await analyse(data, ports) };
  } finally {
    await done();
  }
}

/** `finished`, or how much is missing. */
export function stateOf({ samples, results }: ExperimentData): "finished" | "unfinished" {
  return results.length < samples.length ? "unfinished" : "finished";
}

/** Exit code of a finished run: its checks decide. */
export function resultCode({ checks }: Analysis): ExitCode {
  return checks.length === 0 ? 0 : checkExitCode(checks);
}

/** The one JSON object of a run, of `lab show` and of `lab report`. */
export async function resultJson(
  input: ReportInput,
  more: Readonly<Record<string, unknown>> = {},
): Promise<object> {
  const { reportJson } = await import("@colloquy/report");
  const { data } = input;
  return {
    ...reportJson(input),
    state: stateOf(data),
    planned: data.samples.length,
    finished: data.results.length,
    calls: data.results.reduce((sum, { attempts }) => sum + attempts, 0),
    cost_usd: costSoFar(data),
    models: data.experiment.models,
    looks: data.looks,
    ...more,
    error: null,
  };
}

/** What was spent; null when some answer's cost is unknown. */
function costSoFar({ results }: ExperimentData): number | null {
  return results.reduce<number | null>(
    (sum, { cost_usd, state }) =>
      sum === null || (cost_usd === null && state === "complete") ? null : sum + (cost_usd ?? 0),
    0,
  );
}

/** The terminal report as wide as the terminal. */
export async function resultText({ streams }: CommandContext, input: ReportInput): Promise<string> {
  const { reportText } = await import("@colloquy/report");
  const width = streams.stdout.isTTY ? (streams.stdout.columns ?? 80) : 100;
  return reportText(input, { width: Math.max(60, Math.min(140, width)) });
}
