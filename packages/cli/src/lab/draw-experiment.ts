import { setTimeout as delay } from "node:timers/promises";
import {
  InvalidInputError,
  nextRaceStep,
  runExperiment,
  type ChatModel,
  type Experiment,
  type ExperimentEvent,
  type ExperimentStore,
} from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { money } from "../render/money.ts";
import { progressLine, type ProgressLine } from "../render/progress-line.ts";
import { analysisPorts } from "./analysis-ports.ts";
import { takeRun } from "./run-lease.ts";
import { keepSpeed } from "./speed.ts";

export interface DrawOptions {
  /** Calls at once; chosen by where the models are unless given. */
  concurrency?: number | undefined;
  /** Stops when what was spent reaches this, in US dollars. */
  maxCost?: number | undefined;
}

/**
 * Draws what an experiment lacks, round by round where it is a race, and says how far it is. Throws
 * `AbortedError` on Ctrl-C: what came is kept, and `colloquy lab resume` goes on.
 */
export async function drawExperiment(
  context: CommandContext,
  experiment: Experiment,
  options: DrawOptions = {},
): Promise<void> {
  const store = (await context.store()).experiments;
  const models = await openModels(context, experiment);
  const lease = await takeRun(context, experiment.id, store);
  const line = progressLine(context.streams, context.screen);
  const meter = new Meter(context, experiment, options);
  try {
    do {
      const events = runExperiment(
        experiment.id,
        {
          store,
          model: (name) => named(models, name),
          environment: context.environment,
          sleep: async (ms, signal) => void (await delay(ms, null, { signal }).catch(() => null)),
        },
        {
          concurrency: options.concurrency ?? (anyInside(models) ? 16 : 8),
          signal: context.signal,
          worker: lease.worker,
        },
      );
      for await (const event of events) meter.saw(event, line);
    } while (await goOn(context, experiment, store));
    await meter.keep();
  } finally {
    line.clear();
    await lease.release();
  }
}

async function openModels(
  context: CommandContext,
  { models }: Experiment,
): Promise<ReadonlyMap<string, OpenModel>> {
  const line = progressLine(context.streams, context.screen);
  const opened = new Map<string, OpenModel>();
  try {
    for (const { model } of models) {
      const open = await context.model(model, { retries: 0 });
      await open.prepare?.({ signal: context.signal, onProgress: line.show });
      opened.set(model, open);
    }
  } finally {
    line.clear();
  }
  return opened;
}

const anyInside = (models: ReadonlyMap<string, OpenModel>): boolean =>
  [...models.values()].some(({ inside }) => inside);

/** The model of that name, asked under the name its server knows. */
function named(models: ReadonlyMap<string, OpenModel>, name: string): ChatModel {
  const open = models.get(name);
  if (!open) throw new Error(`model ${name} was not opened`);
  return { stream: (request, stream) => open.chat.stream({ ...request, model: open.id }, stream) };
}

/** Plans a race's next round or its confirmation; false when nothing more is to be drawn. */
async function goOn(
  context: CommandContext,
  experiment: Experiment,
  store: ExperimentStore,
): Promise<boolean> {
  if (!experiment.race) return false;
  const data = await store.load(experiment.id);
  if (!data) return false;
  const at = new Date(context.environment.now()).toISOString();
  const { done, ...ports } = await analysisPorts(context, experiment);
  try {
    const step = await nextRaceStep(data, { ...ports, at });
    if (step.type !== "round" && step.type !== "confirmation") return false;
    await store.extend(step.look, step.samples);
    return true;
  } finally {
    await done();
  }
}

/** Shows progress, sums what is spent, and measures how quick the models are. */
class Meter {
  readonly #context: CommandContext;
  readonly #experiment: Experiment;
  readonly #maxCost: number | undefined;
  readonly #tokens = new Map<string, number>();
  readonly #started = performance.now();
  #spent = 0;
  #message = "samples";

  constructor(context: CommandContext, experiment: Experiment, { maxCost }: DrawOptions) {
    this.#context = context;
    this.#experiment = experiment;
    this.#maxCost = maxCost;
  }

  saw(event: ExperimentEvent, line: ProgressLine): void {
    if (event.type === "paused") {
      line.show({
        message: `the server asks for ${Math.ceil(event.pause_ms / 1000)} s of patience`,
      });
      return;
    }
    if (event.type === "sample") this.#count(event.result);
    line.show({ message: this.#message, done: event.finished, total: event.planned });
  }

  /** Keeps the speed of the only model; of several nobody can tell which took the time. */
  async keep(): Promise<void> {
    const [only, ...others] = this.#tokens;
    const seconds = (performance.now() - this.#started) / 1000;
    if (!only || others.length > 0 || only[1] < 200) return;
    await keepSpeed(this.#context.paths.cache, only[0], {
      tokens_per_second: only[1] / seconds,
      measured_at: new Date(this.#context.environment.now()).toISOString(),
    });
  }

  #count({
    cell_id,
    usage,
    cost_usd,
  }: Extract<ExperimentEvent, { type: "sample" }>["result"]): void {
    const model = this.#experiment.cells.find(({ id }) => id === cell_id)?.model ?? "";
    const tokens = usage?.completion_tokens ?? 0;
    this.#tokens.set(model, (this.#tokens.get(model) ?? 0) + tokens);
    this.#spent += cost_usd ?? 0;
    if (this.#spent > 0) this.#message = `samples, ${money(this.#spent)}`;
    if (this.#maxCost !== undefined && this.#spent >= this.#maxCost) throw this.#spentAll();
  }

  #spentAll(): InvalidInputError {
    return new InvalidInputError({
      message: `stopped at ${money(this.#spent)}: --max-cost is ${money(this.#maxCost ?? 0)}; what came is kept`,
      code: "over_cost",
      remedy: `colloquy lab resume ${this.#experiment.name ?? this.#experiment.id} --max-cost MORE goes on.`,
      details: { field: "max_cost", given: this.#maxCost },
    });
  }
}
