import type { Parameters } from "../chat/request.ts";
import { engineOrder } from "./chain.ts";
import type { EngineName } from "./order.ts";
import {
  partialDistribution,
  unseenPowerSum,
  type Bounds,
  type PartialDistribution,
} from "./partial-distribution.ts";
import { nothingUnseen, share, union, unseenShare, type Scenario } from "./scenario.ts";
import { numberOf } from "./stage-values.ts";
import type { StageName } from "./stages/stage.ts";
import { afterMinP, afterTopA, afterTopK, afterTopP } from "./bounded-truncation.ts";

/** The reshaped distribution as far as the known tokens decide it. */
export interface BoundedDistribution {
  /** True when every bound is a single value. */
  exact: boolean;
  /** Probability of each token given, in the order given. */
  tokens: readonly Bounds[];
  /**
   * Probability of all tokens not given together: also the total-variation error of a picture that shows
   * the given ones alone, renormalised.
   */
  unseen: Bounds;
}

/** Parameters whose effect the most likely tokens alone cannot bound: their stage, their neutral value, why. */
const impossible: Readonly<Record<string, { stage: StageName; neutral: number; why: string }>> = {
  repetition_penalty: {
    stage: "repetition_penalty",
    neutral: 1,
    why: "it depends on the logits' level, which probabilities do not tell",
  },
  typical_p: {
    stage: "typical_p",
    neutral: 1,
    why: "it depends on the whole distribution's entropy",
  },
  logit_bias: { stage: "logit_bias", neutral: 0, why: "it may lift a token that was not told" },
  frequency_penalty: {
    stage: "frequency_penalty",
    neutral: 0,
    why: "it depends on the text's tokens, which were not told",
  },
  presence_penalty: {
    stage: "presence_penalty",
    neutral: 0,
    why: "it depends on the text's tokens, which were not told",
  },
  dry_multiplier: {
    stage: "dry",
    neutral: 0,
    why: "it depends on the text's tokens, which were not told",
  },
  xtc_probability: { stage: "xtc", neutral: 0, why: "it tosses a coin whose outcome was not told" },
};

/** Why bounds are not possible on this engine with these parameters; null when they are. */
export function whyNotBounded(engine: EngineName, parameters: Parameters): string | null {
  const { stages } = engineOrder(engine);
  const found = Object.entries(impossible).find(([name, { stage, neutral }]) => {
    const value = parameters[name];
    return value !== undefined && value !== null && value !== neutral && stages.includes(stage);
  });
  return found ? `${found[0]}: ${found[1].why}` : null;
}

/**
 * Bounds of the reshaped distribution when only the most likely tokens are known (`top_logprobs`). Temperature,
 * top_k, top_p, min_p and top_a in the engine's order; null where `whyNotBounded` gives a reason.
 */
export function boundedChain(
  engine: EngineName,
  parameters: Parameters,
  known: { logprobs: readonly number[]; vocabularySize: number },
): BoundedDistribution | null {
  if (whyNotBounded(engine, parameters) !== null) return null;
  const partial = scaled(partialDistribution(known.logprobs, known.vocabularySize));
  const temperature = numberOf(parameters, "temperature", { min: 0 }) ?? 1;
  const bounds: Readonly<Partial<Record<StageName, (scenario: Scenario) => readonly Scenario[]>>> =
    {
      temperature: (each) => [afterTemperature(each, partial, temperature)],
      top_k: (each) => [afterTopK(each, numberOf(parameters, "top_k") ?? 0)],
      top_p: (each) => afterTopP(each, numberOf(parameters, "top_p") ?? 1),
      min_p: (each) => [afterMinP(each, numberOf(parameters, "min_p") ?? 0)],
      top_a: (each) => afterTopA(each, numberOf(parameters, "top_a") ?? 0),
    };
  const scenarios = engineOrder(engine).stages.reduce(
    (current, stage) => current.flatMap(bounds[stage] ?? ((each) => [each])),
    [start(partial)],
  );
  return joined(scenarios, partial, known.logprobs.length);
}

/** With the most likely token's weight as 1, so that no power of it underflows. */
function scaled(partial: PartialDistribution): PartialDistribution {
  const best = partial.logprobs[0] ?? 0;
  return {
    ...partial,
    logprobs: partial.logprobs.map((logprob) => logprob - best),
    unseenMass: partial.unseenMass / Math.exp(best),
  };
}

function start(partial: PartialDistribution): Scenario {
  return {
    weights: partial.logprobs.map(Math.exp),
    unseen: [partial.unseenMass, partial.unseenMass],
    unseenLargest: Math.exp(partial.logprobs.at(-1) ?? 0),
    unseenTokens: partial.unseenTokens,
  };
}

function afterTemperature(
  scenario: Scenario,
  partial: PartialDistribution,
  temperature: number,
): Scenario {
  const { weights, unseenTokens, unseen } = scenario;
  if (temperature < 1e-5) return { ...scenario, weights: weights.slice(0, 1), ...nothingUnseen };
  const exponent = 1 / temperature;
  const largest = scenario.unseenLargest ** exponent;
  const whole = unseenTokens === partial.unseenTokens && unseen[0] === partial.unseenMass;
  const [low, high] = unseenTokens === 0 ? [0, 0] : unseenPowerSum(partial, exponent);
  return {
    weights: weights.map((weight) => weight ** exponent),
    unseen: [whole ? low : 0, Math.min(high, unseenTokens * largest)],
    unseenLargest: largest,
    unseenTokens,
  };
}

function joined(
  scenarios: readonly Scenario[],
  { indices }: PartialDistribution,
  count: number,
): BoundedDistribution {
  const tokens = Array.from({ length: count }, (_, given): Bounds => {
    const rank = indices.indexOf(given);
    return union(scenarios.map((scenario) => share(scenario, scenario.weights[rank] ?? 0)));
  });
  const unseen = union(scenarios.map(unseenShare));
  const single = ([low, high]: Bounds): boolean => high - low < 1e-12;
  return { exact: single(unseen) && tokens.every(single), tokens, unseen };
}
