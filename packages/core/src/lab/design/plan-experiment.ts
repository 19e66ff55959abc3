import { textOf } from "../../chat/message.ts";
import type { Environment } from "../../turn/environment.ts";
import {
  EXPERIMENT_VERSION,
  type Experiment,
  type ExperimentModel,
  type ExperimentPrompt,
  type Look,
} from "../experiment.ts";
import { requestNamed } from "../metrics/metric-request.ts";
import { planRace } from "../race/plan-race.ts";
import { raceRounds, roundSamples } from "../race/race-rules.ts";
import type { MetricTools } from "../metrics/measure.ts";
import type { SamplePlan } from "../sample.ts";
import { planCells } from "./cells.ts";
import { checkChecks, checkDesign, unmeasured } from "./check-design.ts";
import type { DesignPrompt, ExperimentDesign, ModelFacts } from "./design.ts";
import { interleavedSamples } from "./interleave.ts";
import { invalidDesign } from "./invalid-design.ts";
import { contentId } from "./sample-id.ts";

/** An experiment with its first samples, ready to be put into the store. */
export interface PlannedExperiment {
  experiment: Experiment;
  samples: readonly SamplePlan[];
  look: Look;
}

export interface PlanOptions {
  environment: Environment;
  /** One for each of the design's models, in the same order. */
  models: readonly ModelFacts[];
  /** Seed where the design gives none. */
  seed: number;
  /** Checked against the metrics, so that a missing parser is told before anything is spent. */
  tools?: MetricTools;
}

/** Plans an experiment. Throws `InvalidInputError` on everything that can be known to be wrong beforehand. */
export function planExperiment(design: ExperimentDesign, options: PlanOptions): PlannedExperiment {
  checkDesign(design, options.tools ?? {});
  const prompts = promptsOf(design.prompts);
  const cells = planCells(design, options.models);
  const id = options.environment.newId();
  const at = new Date(options.environment.now()).toISOString();
  const experiment: Experiment = {
    version: EXPERIMENT_VERSION,
    id,
    name: design.name ?? null,
    created_at: at,
    question: design.question ?? questionOf(design),
    seed: design.seed ?? options.seed,
    prompts,
    models: options.models.map(modelOf),
    cells,
    samples_per_prompt: design.samples,
    metrics: design.metrics,
    goal: goalOf(design),
    margins: marginsOf(design),
    checks: design.checks ?? [],
    planned_looks: design.looks ?? 1,
    race: planRace(design, { cells, prompts, seed: design.seed ?? options.seed }),
  };
  checkChecks(experiment);
  return { experiment, ...firstSamples(experiment, at) };
}

function firstSamples(
  experiment: Experiment,
  at: string,
): Pick<PlannedExperiment, "samples" | "look"> {
  const { race, cells } = experiment;
  const prompts = race
    ? experiment.prompts.filter(({ id }) => race.race_prompt_ids.includes(id))
    : experiment.prompts;
  const live = cells.filter(({ derived_from }) => !derived_from).length;
  const share = { rounds: raceRounds(live), live };
  const count = race
    ? Math.ceil(roundSamples(race.budget, share) / prompts.length)
    : experiment.samples_per_prompt;
  return {
    samples: interleavedSamples({
      experiment_id: experiment.id,
      seed: experiment.seed,
      cells,
      prompts,
      phase: race ? "race" : "main",
      from: 0,
      count,
      firstOrder: 0,
    }),
    look: {
      experiment_id: experiment.id,
      number: 1,
      kind: race ? "race_round" : "planned",
      at,
      cell_ids: cells.map(({ id }) => id),
      samples_per_prompt: count,
    },
  };
}

function goalOf({ goal, metrics }: ExperimentDesign): Experiment["goal"] {
  if (!goal) return null;
  const request = requestNamed(metrics, goal.metric);
  if (request) return { ...goal, metric: request.name };
  throw unmeasured("goal", goal.metric, metrics);
}

function marginsOf({ margin, goal, metrics }: ExperimentDesign): Experiment["margins"] {
  if (margin === undefined) return {};
  const given =
    typeof margin === "number"
      ? goal
        ? { [goal.metric]: margin }
        : Object.fromEntries(metrics.map(({ name }) => [name, margin]))
      : margin;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const request = requestNamed(metrics, name);
      if (!request) throw unmeasured("margin", name, metrics);
      if (!(value > 0)) throw invalidDesign("margin", value, "a number above 0");
      return [request.name, value];
    }),
  );
}

function promptsOf(prompts: readonly DesignPrompt[]): readonly ExperimentPrompt[] {
  return prompts.map(({ messages, label, expected }, index) => {
    const text = textOf(messages.findLast(({ role }) => role === "user") ?? { content: "" });
    const id = contentId({ messages, expected: expected ?? null });
    const earlier = prompts.slice(0, index);
    if (earlier.some((other) => contentId(other.messages) === contentId(messages))) {
      throw invalidDesign("prompts", text, "each prompt once");
    }
    return {
      id,
      label: label ?? shortened(text),
      messages,
      ...(expected === undefined ? {} : { expected }),
    };
  });
}

function modelOf(facts: ModelFacts): ExperimentModel {
  const { model, sends_seed, reasoning, unset, pricing, fetched_at } = facts;
  return {
    model,
    sends_seed,
    reasoning,
    unset,
    ...(pricing ? { pricing } : {}),
    ...(fetched_at === undefined ? {} : { fetched_at }),
  };
}

function questionOf({ sweep = {}, cells = [], models, metrics }: ExperimentDesign): string {
  const swept = Object.keys(sweep);
  const varied = swept.length > 0 ? swept.join(" and ") : cells.length > 0 ? "the setting" : "";
  const subject = varied || (models.length > 1 ? "the model" : "the present setting");
  return `What does ${subject} do to ${metrics.map(({ name }) => name).join(", ")}?`;
}

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};
