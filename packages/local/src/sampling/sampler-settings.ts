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
  /** Tokens of the answer that the penalties look back on; -1 is all. */
  repeat_last_n: number;
  xtc_probability: number;
  xtc_threshold: number;
  dry_multiplier: number;
  dry_base: number;
  dry_allowed_length: number;
  /** As `repeat_last_n`. */
  dry_penalty_last_n: number;
  /** Token id → added to its logit. */
  logit_bias: ReadonlyMap<number, number>;
  seed: number;
}

/** What unset means where the model declares nothing: a stage that does nothing, and llama.cpp's shape of it. */
export const neutral = {
  temperature: 1,
  top_p: 1,
  top_k: 0,
  min_p: 0,
  repetition_penalty: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  repeat_last_n: -1,
  xtc_probability: 0,
  xtc_threshold: 0.1,
  dry_multiplier: 0,
  dry_base: 1.75,
  dry_allowed_length: 2,
  dry_penalty_last_n: -1,
} as const;

/** Below this, dividing logits by the temperature overflows; the draw is the most likely token long before. */
const GREEDY_BELOW = 1e-5;

/** Times a count of tokens it is still a number in the engine's 32 bits; beyond, sums would be none. */
const LARGEST = 1e30;

/** The request fields this file reads. */
export const samplingFields: readonly string[] = [...Object.keys(neutral), "logit_bias", "seed"];

/**
 * Reads how to sample from a request. A field nobody set takes the model's declared default, else it is
 * off; no seed means a fresh one. Values out of the usual range are taken as they are where the arithmetic
 * allows it; what is no number at all throws `InvalidInputError`.
 */
export function readSamplerSettings(
  request: ChatRequest,
  defaults: Parameters,
  vocabularySize: number,
): SamplerSettings {
  const read = (name: keyof typeof neutral, rule = {}): number =>
    readNumber(request, name, rule) ?? readNumber(defaults, name) ?? neutral[name];
  const seed = readNumber(request, "seed", { integer: true });
  return {
    temperature: read("temperature", { min: 0 }),
    top_p: read("top_p", { min: 0 }),
    top_k: read("top_k", { integer: true, min: -1 }),
    min_p: read("min_p", { min: 0, max: 1 }),
    repetition_penalty: read("repetition_penalty", { above: 0, max: LARGEST }),
    frequency_penalty: read("frequency_penalty", { min: -LARGEST, max: LARGEST }),
    presence_penalty: read("presence_penalty", { min: -LARGEST, max: LARGEST }),
    repeat_last_n: read("repeat_last_n", { integer: true, min: -1 }),
    xtc_probability: read("xtc_probability", { min: 0, max: 1 }),
    xtc_threshold: read("xtc_threshold", { min: 0, max: 1 }),
    dry_multiplier: read("dry_multiplier", { min: 0 }),
    dry_base: read("dry_base", { min: 1 }),
    dry_allowed_length: read("dry_allowed_length", { integer: true, min: 1 }),
    dry_penalty_last_n: read("dry_penalty_last_n", { integer: true, min: -1 }),
    logit_bias: readLogitBias(request["logit_bias"], vocabularySize),
    seed: seed === undefined ? freshSeed() : seedOf(seed),
  };
}

function readLogitBias(value: unknown, vocabularySize: number): ReadonlyMap<number, number> {
  if (value === undefined || value === null) return new Map();
  const allowed = `an object of token id (0 to ${vocabularySize - 1}) → number (-${LARGEST} to ${LARGEST})`;
  if (typeof value !== "object" || Array.isArray(value))
    throw wrongField("logit_bias", value, allowed);
  return new Map(
    Object.entries(value).map(([id, bias]: [string, unknown]) => {
      const known = /^\d+$/.test(id) && Number(id) < vocabularySize;
      if (!known || typeof bias !== "number" || !(Math.abs(bias) <= LARGEST))
        throw wrongField("logit_bias", { [id]: bias }, allowed);
      return [Number(id), bias];
    }),
  );
}

/**
 * The binding's form of the settings. Its order is bias, penalties, DRY, top_k, top_p, min_p, XTC,
 * temperature, draw; temperature 0 takes the most likely token after bias, penalties, DRY and XTC. A stage that is off is left out, not
 * set to "all": top_k over the whole vocabulary would sort it at every token. Penalties see the answer's
 * tokens only, all of them, so their window is `answerSize`.
 */
export function nativeConfig(settings: SamplerSettings, answerSize: number): NativeSamplerConfig {
  const { temperature, top_p, top_k, min_p, xtc_probability, xtc_threshold } = settings;
  const greedy = temperature < GREEDY_BELOW;
  return {
    temperature: greedy ? 0 : temperature,
    seed: settings.seed,
    ...(greedy || top_k <= 0 ? {} : { topK: top_k }),
    ...(greedy || top_p >= 1 ? {} : { topP: top_p }),
    ...(greedy || min_p <= 0 ? {} : { minP: min_p }),
    ...(xtc_probability <= 0
      ? {}
      : { xtcProbability: xtc_probability, xtcThreshold: xtc_threshold }),
    ...biasConfig(settings.logit_bias),
    ...penaltyConfig(settings, answerSize),
    ...dryConfig(settings, answerSize),
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
  { repetition_penalty, frequency_penalty, presence_penalty, repeat_last_n }: SamplerSettings,
  answerSize: number,
): Partial<NativeSamplerConfig> {
  if (repetition_penalty === 1 && frequency_penalty === 0 && presence_penalty === 0) return {};
  return {
    repeatPenaltyTokens: new Uint32Array(),
    repeatPenaltyMaxTokens: lookBack(repeat_last_n, answerSize),
    repeatPenalty: repetition_penalty,
    repeatPenaltyFrequencyPenalty: frequency_penalty,
    repeatPenaltyPresencePenalty: presence_penalty,
  };
}

/** The engine makes room for as many tokens as it is told; an answer has no more than fit its window. */
function lookBack(tokens: number, answerSize: number): number {
  return tokens < 0 ? answerSize : Math.min(tokens, answerSize);
}

/** The binding takes an open window for an empty one, so it is given a number. */
function dryConfig(settings: SamplerSettings, answerSize: number): Partial<NativeSamplerConfig> {
  const { dry_multiplier, dry_penalty_last_n } = settings;
  if (dry_multiplier <= 0) return {};
  return {
    dryRepeatPenaltyStrength: dry_multiplier,
    dryRepeatPenaltyBase: settings.dry_base,
    dryRepeatPenaltyAllowedLength: settings.dry_allowed_length,
    dryRepeatPenaltyLastTokens: lookBack(dry_penalty_last_n, answerSize),
    dryRepeatPenaltySequenceBreakers: ["\n", ":", '"', "*"],
  };
}
