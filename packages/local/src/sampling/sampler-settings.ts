import type { ChatRequest, Parameters } from "@colloquy/core";
import type { NativeSamplerConfig } from "../engine/native-context.ts";
import { readNumber, wrongField } from "./read-field.ts";
import { freshSeed, seedOf } from "./seed.ts";

/** How the next token is chosen. Every stage is explicit: what is off has its neutral value. */
export interface SamplerSettings {
  temperature: number;
  top_p: number;
  /** 0 means all words. */
  top_k: number;
  min_p: number;
  repetition_penalty: number;
  frequency_penalty: number;
  presence_penalty: number;
  /** Token id → added to its logit. */
  logit_bias: ReadonlyMap<number, number>;
  seed: number;
}

/** What a stage's absence is called: no stage at all. */
export const neutral = {
  temperature: 1,
  top_p: 1,
  top_k: 0,
  min_p: 0,
  repetition_penalty: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
} as const;

/** Below this, dividing logits by the temperature overflows; the draw is the most likely token long before. */
const GREEDY_BELOW = 1e-6;

/** The request fields this file reads. */
export const samplingFields: readonly string[] = [...Object.keys(neutral), "logit_bias", "seed"];

/**
 * Reads how to sample from a request. A field nobody set takes the model's declared default, else it is
 * off; no seed means a fresh one. Values out of the usual range are taken as they are where the arithmetic
 * allows it; what is no number at all throws `InvalidInputError`.
 */
export function readSamplerSettings(request: ChatRequest, defaults: Parameters): SamplerSettings {
  const read = (name: keyof typeof neutral, rule = {}): number =>
    readNumber(request, name, rule) ?? readNumber(defaults, name) ?? neutral[name];
  const seed = readNumber(request, "seed", { integer: true });
  return {
    temperature: read("temperature", { min: 0 }),
    top_p: read("top_p", { min: 0 }),
    top_k: read("top_k", { integer: true, min: -1 }),
    min_p: read("min_p", { min: 0, max: 1 }),
    repetition_penalty: read("repetition_penalty", { above: 0 }),
    frequency_penalty: read("frequency_penalty"),
    presence_penalty: read("presence_penalty"),
    logit_bias: readLogitBias(request["logit_bias"]),
    seed: seed === undefined ? freshSeed() : seedOf(seed),
  };
}

function readLogitBias(value: unknown): ReadonlyMap<number, number> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== "object" || Array.isArray(value))
    throw wrongField("logit_bias", value, "an object of token id → number");
  return new Map(
    Object.entries(value).map(([id, bias]) => {
      if (!/^\d+$/.test(id) || typeof bias !== "number" || !Number.isFinite(bias))
        throw wrongField("logit_bias", { [id]: bias }, "an object of token id → number");
      return [Number(id), bias];
    }),
  );
}

/**
 * The binding's form of the settings. Its order is bias, penalties, top_k, top_p, min_p, temperature, draw;
 * temperature 0 takes the most likely token after bias and penalties. A stage that is off is left out, not
 * set to "all": top_k over the whole vocabulary would sort it at every token. Penalties see the answer's
 * tokens only, all of them, so their window is `answerSize`.
 */
export function nativeConfig(settings: SamplerSettings, answerSize: number): NativeSamplerConfig {
  const { temperature, top_p, top_k, min_p } = settings;
  const greedy = temperature < GREEDY_BELOW;
  return {
    temperature: greedy ? 0 : temperature,
    seed: settings.seed,
    ...(greedy || top_k <= 0 ? {} : { topK: top_k }),
    ...(greedy || top_p >= 1 ? {} : { topP: top_p }),
    ...(greedy || min_p <= 0 ? {} : { minP: min_p }),
    ...biasConfig(settings.logit_bias),
    ...penaltyConfig(settings, answerSize),
  };
}

function biasConfig(bias: ReadonlyMap<number, number>): Partial<NativeSamplerConfig> {
  if (bias.size === 0) return {};
  return {
    tokenBiasKeys: Uint32Array.from(bias.keys()),
    tokenBiasValues: Float32Array.from(bias.values()),
  };
}

function penaltyConfig(
  { repetition_penalty, frequency_penalty, presence_penalty }: SamplerSettings,
  answerSize: number,
): Partial<NativeSamplerConfig> {
  if (repetition_penalty === 1 && frequency_penalty === 0 && presence_penalty === 0) return {};
  return {
    repeatPenaltyTokens: new Uint32Array(),
    repeatPenaltyMaxTokens: answerSize,
    repeatPenalty: repetition_penalty,
    repeatPenaltyFrequencyPenalty: frequency_penalty,
    repeatPenaltyPresencePenalty: presence_penalty,
  };
}
