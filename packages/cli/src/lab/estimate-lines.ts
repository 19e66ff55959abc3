import type { Experiment, UnsetMeaning } from "@colloquy/core";
import { money } from "../render/money.ts";
import { sanitise } from "../render/sanitise.ts";
import type { RunEstimate } from "./estimate-run.ts";
import { ASSUMED_TOKENS } from "./estimate-run.ts";
import type { LabModel } from "./lab-model.ts";

/** The estimate as lines for a person, before anything is sent. */
export function estimateLines(
  experiment: Experiment,
  estimate: RunEstimate,
  models: readonly LabModel[],
): readonly string[] {
  return [
    `${count(estimate.calls, "call")}: ${shape(experiment)}`,
    `  up to ${number(estimate.prompt_tokens)} tokens in, ${number(estimate.completion_tokens)} out${
      estimate.assumed_length ? ` (answers without max_tokens taken as ${ASSUMED_TOKENS})` : ""
    }; ${costWords(estimate, models)}; ${timeWords(estimate)}`,
    ...(estimate.family > 0 ? powerLines(experiment, estimate) : []),
    ...experiment.models.flatMap(({ model, unset }) =>
      Object.entries(unset)
        .filter(([name]) => experiment.cells.some((cell) => cell.unset.includes(name)))
        .map(([name, meaning]) => `  unset ${name} on ${model}: ${unsetWords(meaning)}`),
    ),
    ...models.flatMap(({ notes }) => notes.map((note) => `  ${sanitise(note)}`)),
  ];
}

/** What so many samples can show, before they are paid for. */
function powerLines(
  { samples_per_prompt: n }: Experiment,
  { detectable_rate_difference: least, family }: RunEstimate,
): readonly string[] {
  return [
    least === null
      ? `  -n ${n} is too few to show any difference of two rates`
      : `  -n ${n} shows a difference of two rates from ${Math.ceil(least * 100)} points on, in 4 of 5 runs`,
    ...(family > 1 ? [`  ${family} comparisons share the error of 5%`] : []),
  ];
}

function shape({ prompts, cells, models, samples_per_prompt, race }: Experiment): string {
  const derived = cells.filter(({ derived_from }) => derived_from).length;
  const parts = [
    count(prompts.length, "prompt"),
    ...(models.length > 1 ? [count(models.length, "model")] : []),
    `${count(cells.length - derived, "cell")}${derived > 0 ? ` (and ${derived} free ones, prefixes of their samples)` : ""}`,
  ];
  return race
    ? `${parts.join(" × ")}, a race within ${race.budget} calls, then ${2 * race.confirmation_samples * race.confirmation_prompt_ids.length} to confirm`
    : [...parts, count(samples_per_prompt, "sample")].join(" × ");
}

function costWords({ cost_usd }: RunEstimate, models: readonly LabModel[]): string {
  if (models.every(({ free }) => free)) return "costs nothing";
  return cost_usd === null ? "at an unknown price" : `costs up to ${money(cost_usd)}`;
}

/** Seconds and minutes for people. */
export function timeWords({
  seconds,
  measured_speed,
}: Pick<RunEstimate, "seconds" | "measured_speed">): string {
  if (seconds === null) return "time unknown";
  const time =
    seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
  return `about ${time}${measured_speed ? "" : " (at a speed assumed until it was measured here)"}`;
}

function unsetWords(meaning: UnsetMeaning): string {
  switch (meaning.source) {
    case "declared":
      return `${JSON.stringify(meaning.value)} (its declared default)`;
    case "engine":
      return `${JSON.stringify(meaning.value)} (the engine)`;
    case "unknown":
      return "the provider's own, unknown";
  }
}

const number = (value: number): string => Math.round(value).toLocaleString("en-US");

const count = (value: number, noun: string): string =>
  `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
