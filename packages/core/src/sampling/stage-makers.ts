import type { Parameters } from "../chat/request.ts";
import type { EngineOrder } from "./order.ts";
import { logitBiasOf, numberOf } from "./stage-values.ts";
import { applyDry } from "./stages/dry.ts";
import {
  applyFrequencyPenalty,
  applyLogitBias,
  applyPresencePenalty,
  applyRepetitionPenalty,
} from "./stages/penalties.ts";
import { countedTokens, type Stage, type StageName } from "./stages/stage.ts";
import { applyTemperature } from "./stages/temperature.ts";
import {
  applyMinP,
  applyTopA,
  applyTopK,
  applyTopP,
  applyTypicalP,
  applyXtc,
} from "./stages/truncation.ts";

/** Makes a stage from the parameters, null when they do not ask for it or ask for nothing. */
export type StageMaker = (parameters: Parameters, order: EngineOrder) => Stage | null;

const fraction = { min: 0, max: 1 } as const;

const lookBack = (parameters: Parameters, order: EngineOrder): number =>
  numberOf(parameters, "repeat_last_n", { min: -1, integer: true }) ?? order.repeat_last_n;

/** How each stage is made; the names of parameters are the wire's. */
export const stageMakers: Readonly<Record<StageName, StageMaker>> = {
  logit_bias(parameters) {
    const bias = logitBiasOf(parameters);
    if (bias.size === 0) return null;
    const { logit_bias } = parameters;
    return stage("logit_bias", { logit_bias }, (all) => applyLogitBias(all, bias));
  },
  repetition_penalty(parameters, order) {
    const theta = numberOf(parameters, "repetition_penalty", { min: Number.MIN_VALUE });
    if (theta === undefined || theta === 1) return null;
    const window = lookBack(parameters, order);
    return stage("repetition_penalty", { repetition_penalty: theta }, (all, context) =>
      applyRepetitionPenalty(
        all,
        theta,
        countedTokens(context, order.scope.repetition_penalty, window),
      ),
    );
  },
  frequency_penalty(parameters, order) {
    const alpha = numberOf(parameters, "frequency_penalty");
    if (!alpha) return null;
    const window = lookBack(parameters, order);
    return stage("frequency_penalty", { frequency_penalty: alpha }, (all, context) =>
      applyFrequencyPenalty(
        all,
        alpha,
        countedTokens(context, order.scope.frequency_penalty, window),
      ),
    );
  },
  presence_penalty(parameters, order) {
    const alpha = numberOf(parameters, "presence_penalty");
    if (!alpha) return null;
    const window = lookBack(parameters, order);
    return stage("presence_penalty", { presence_penalty: alpha }, (all, context) =>
      applyPresencePenalty(
        all,
        alpha,
        countedTokens(context, order.scope.frequency_penalty, window),
      ),
    );
  },
  dry: makeDry,
  top_k(parameters, order) {
    const k = numberOf(parameters, "top_k", { integer: true });
    if (k === undefined || k <= 0) return null;
    return stage("top_k", { top_k: k }, (all) => applyTopK(all, k, order.keeps_ties));
  },
  top_a(parameters) {
    const a = numberOf(parameters, "top_a", { min: 0 });
    return a ? stage("top_a", { top_a: a }, (all) => applyTopA(all, a)) : null;
  },
  typical_p(parameters, order) {
    const mass = numberOf(parameters, "typical_p", fraction);
    if (mass === undefined || mass >= 1) return null;
    return stage("typical_p", { typical_p: mass }, (all) =>
      applyTypicalP(all, mass, order.keeps_ties),
    );
  },
  top_p(parameters) {
    const p = numberOf(parameters, "top_p", fraction);
    if (p === undefined || p >= 1) return null;
    return stage("top_p", { top_p: p }, (all) => applyTopP(all, p));
  },
  min_p(parameters) {
    const m = numberOf(parameters, "min_p", fraction);
    return m ? stage("min_p", { min_p: m }, (all) => applyMinP(all, m)) : null;
  },
  xtc: makeXtc,
  temperature(parameters) {
    const temperature = numberOf(parameters, "temperature", { min: 0 });
    if (temperature === undefined || temperature === 1) return null;
    return stage("temperature", { temperature }, (all) => applyTemperature(all, temperature));
  },
};

function stage(name: StageName, parameters: Parameters, apply: Stage["apply"]): Stage {
  return { name, parameters, apply };
}

function makeDry(parameters: Parameters, order: EngineOrder): Stage | null {
  const multiplier = numberOf(parameters, "dry_multiplier");
  const base = numberOf(parameters, "dry_base") ?? 1.75;
  const allowedLength = numberOf(parameters, "dry_allowed_length", { min: 0, integer: true }) ?? 2;
  const window = numberOf(parameters, "dry_penalty_last_n", { min: -1, integer: true }) ?? -1;
  if (!multiplier || base < 1 || window === 0) return null;
  return stage(
    "dry",
    { dry_multiplier: multiplier, dry_base: base, dry_allowed_length: allowedLength },
    (all, context) =>
      applyDry(
        all,
        { multiplier, base, allowedLength },
        countedTokens(context, order.scope.dry, window),
        context.breakers,
      ),
  );
}

function makeXtc(parameters: Parameters): Stage | null {
  const probability = numberOf(parameters, "xtc_probability", fraction);
  const threshold = numberOf(parameters, "xtc_threshold", fraction) ?? 0.1;
  if (!probability || threshold > 0.5) return null;
  return stage(
    "xtc",
    { xtc_probability: probability, xtc_threshold: threshold },
    (all, { xtcDraw = 0 }) => (xtcDraw < probability ? applyXtc(all, threshold) : all),
  );
}
