import type {
  Parameters,
  ProbeAnswer,
  ProbeCall,
  ProbeLabel,
  ProbeOutcome,
  Random,
} from "@colloquy/core";

/** What a model does with one parameter; `dropped` ones have no effect, and its answers say so. */
export type Behaviour = Exclude<ProbeLabel, "undetermined">;

export interface ScriptedModel {
  behaviours: Readonly<Record<string, Behaviour>>;
  /** By prompt: first words have p ∝ rank^(−exponent) over so many. */
  words: readonly { count: number; exponent: number }[];
  random: Random;
}

/** What parameters a probe can find clamped. */
export const clampable = ["temperature", "max_tokens"];

/** Temperatures above 1 are taken as 1, and answers end here, where they are clamped. */
const LARGEST_TEMPERATURE = 1;
const LONGEST_ANSWER = 128;
const WHOLE_STORY = 300;
/** The chance that an answer says its last word again, without a penalty and with one. */
const REPEATING = 0.6;
const PENALISED = 0.15;

/** What a model that does with each parameter what it is told to do with it makes of a call. */
export function scriptedOutcome(call: ProbeCall, model: ScriptedModel): ProbeOutcome {
  const behaviour = call.parameter === null ? undefined : model.behaviours[call.parameter];
  if (behaviour === "rejected")
    return { type: "refused", message: `${call.parameter} is not supported` };
  return {
    type: "answer",
    ignored: behaviour === "dropped" && call.parameter !== null ? [call.parameter] : [],
    answer: answerOf(call, { ...model, taken: takenOf(call, model.behaviours) }),
  };
}

/** The parameters as the model takes them: without what it ignores. */
function takenOf({ parameters }: ProbeCall, behaviours: ScriptedModel["behaviours"]): Parameters {
  const taken = Object.entries(parameters).flatMap(([name, value]) => {
    const behaviour = behaviours[name] ?? "honoured";
    if (behaviour === "no_effect" || behaviour === "dropped") return [];
    const clamped = behaviour === "clamped" && name === "temperature" && typeof value === "number";
    return [[name, clamped ? Math.min(LARGEST_TEMPERATURE, value) : value]];
  });
  return Object.fromEntries(taken) as Parameters;
}

type Taken = ScriptedModel & { taken: Parameters };

function answerOf(call: ProbeCall, model: Taken): ProbeAnswer {
  const { taken } = model;
  const short = { finish_reason: "stop", completion_tokens: 8, has_logprobs: false };
  switch (call.setting) {
    case "first word":
      return { ...short, text: `word${firstWord(call, model)}` };
    case "repetition":
      return { ...short, text: repeatingWords(model) };
    case "list":
      return { ...short, text: taken["stop"] ? "a" : "a, b, c, d, e, f, g, h" };
    case "length":
      return { ...short, ...length(model) };
    default:
      return {
        ...short,
        text: taken["response_format"] ? '{"colour": "green"}' : "A green frog.",
        has_logprobs: taken["logprobs"] === true,
      };
  }
}

const sumsOf = new Map<string, Float64Array>();

function firstWord({ prompt }: ProbeCall, { taken, words, random }: Taken): number {
  const { count, exponent } = words[prompt % words.length] ?? { count: 1, exponent: 1 };
  const temperature = Number(taken["temperature"] ?? 1);
  const { top_p: topP = 1, top_k: topK = 0, min_p: minP = 0, top_a: topA = 0 } = taken;
  if (temperature === 0 || Number(topP) < 0.1 || topK === 1 || minP === 1 || topA === 1) return 0;
  if (taken["seed"] !== undefined) return 3;
  const key = `${count} ${exponent} ${temperature}`;
  let sums = sumsOf.get(key);
  if (!sums) {
    let sum = 0;
    sums = Float64Array.from(
      { length: count },
      (_, rank) => (sum += (rank + 1) ** (-exponent / temperature)),
    );
    sumsOf.set(key, sums);
  }
  const at = random.uniform() * (sums.at(-1) ?? 0);
  return sums.findIndex((sum) => sum > at);
}

function repeatingWords({ taken, random }: Taken): string {
  const penalties = ["frequency_penalty", "presence_penalty", "repetition_penalty"];
  const penalised = penalties.some((name) => taken[name] !== undefined);
  const chance = penalised ? PENALISED : REPEATING;
  const words = ["0"];
  for (let next = 1; next < 20; next += 1)
    words.push(random.uniform() < chance ? (words.at(-1) ?? "") : String(random.integer(50)));
  return words.join(" ");
}

function length({ taken, behaviours }: Taken): Partial<ProbeAnswer> & { text: string } {
  const longest = behaviours["max_tokens"] === "clamped" ? LONGEST_ANSWER : WHOLE_STORY;
  const asked = Number(taken["max_tokens"] ?? WHOLE_STORY);
  const tokens = Math.min(asked, longest);
  return {
    text: "rain ".repeat(tokens),
    completion_tokens: tokens,
    finish_reason: tokens < WHOLE_STORY ? "length" : "stop",
  };
}
