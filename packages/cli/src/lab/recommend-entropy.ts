import {
  entropyTurningPoint,
  InvalidInputError,
  observationsOf,
  type Cell,
  type ExperimentData,
  type ExperimentDesign,
  type MetricTools,
  parseMetric,
  type TurningPoint,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { analysisPorts } from "./analysis-ports.ts";

/** As many as the turning point needs to be told by. */
const PROMPTS = 20;
const TEMPERATURES = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6];
/** Tokens an answer is followed for, unless the person says otherwise. */
const TOKENS = 32;

/** The sweep that shows where entropy turns. Throws `InvalidInputError` under 20 prompts. */
export function entropyDesign(
  design: ExperimentDesign,
  samples: number | undefined,
): ExperimentDesign {
  if (design.prompts.length < PROMPTS)
    throw new InvalidInputError({
      message: `${design.prompts.length} prompts: where entropy turns is told by ${PROMPTS} or more`,
      code: "too_few_prompts",
      remedy:
        "Give more, for example lines of a .jsonl file with -f; or a --goal, by which a race chooses.",
      details: {
        field: "prompts",
        given: design.prompts.length,
        allowed: `at least ${PROMPTS}`,
      },
    });
  const { sweep, ...rest } = design;
  return {
    ...rest,
    parameters: { max_tokens: TOKENS, ...design.parameters },
    sweep: { temperature: sweep?.["temperature"] ?? TEMPERATURES },
    cells: [],
    baseline: "first",
    samples: samples ?? 1,
    metrics: [parseMetric("entropy")],
  };
}

/** Where entropy turns in an experiment that was drawn. */
export async function turningPointOf(
  context: CommandContext,
  data: ExperimentData,
): Promise<TurningPoint> {
  const { done, tools } = await analysisPorts(context, data.experiment);
  const cells = data.experiment.cells.filter(
    ({ parameters }) => typeof parameters["temperature"] === "number",
  );
  const columns = await Promise.all(cells.map((cell) => entropiesOf(data, cell, tools ?? {})));
  await done();
  const rows = data.experiment.prompts.flatMap(({ id }) => {
    const row = columns.map((column) => column.get(id));
    const known = row.filter((value) => value !== undefined);
    return known.length === row.length ? [known] : [];
  });
  return entropyTurningPoint(
    cells.map(({ parameters }) => Number(parameters["temperature"])),
    rows,
    { seed: data.experiment.seed },
  );
}

/** Mean token entropy of a cell's answers, by prompt. */
async function entropiesOf(
  data: ExperimentData,
  cell: Cell,
  { scoreTokens }: MetricTools,
): Promise<ReadonlyMap<string, number>> {
  const means = new Map<string, number>();
  for (const { prompt, observations } of observationsOf(data, cell)) {
    const values: number[] = [];
    for (const observation of observations) {
      const scored = (await scoreTokens?.(observation)) ?? [];
      values.push(...scored.map(({ entropy }) => entropy));
    }
    if (values.length > 0)
      means.set(prompt.id, values.reduce((sum, value) => sum + value, 0) / values.length);
  }
  return means;
}

/** The finding in words. */
export function turningWords(point: TurningPoint): string {
  if (!point.found) return `no turning point: ${point.reason} (${point.prompts} prompts)`;
  const [low, high] = point.interval.map((end) => end.toFixed(2));
  return `entropy turns at temperature ${point.temperature.toFixed(2)} [${low}, ${high}] on ${point.prompts} prompts: an upper limit for drawing several answers and combining them`;
}
