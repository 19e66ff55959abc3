import type { Parameters } from "@colloquy/core";
import type { LocalRequest } from "./read-request.ts";

/**
 * What the engine really applied, in the wire's words: every usual stage, set or not, and the others where
 * they do something. `limit` is in tokens.
 */
export function effectiveParameters(local: LocalRequest, limit: number): Parameters {
  const { settings } = local;
  const { logit_bias } = settings;
  const hidden = new Set([
    "logit_bias",
    ...(settings.xtc_probability > 0 ? [] : ["xtc_probability", "xtc_threshold"]),
    ...(settings.dry_multiplier > 0
      ? []
      : ["dry_multiplier", "dry_base", "dry_allowed_length", "dry_penalty_last_n"]),
    ...(hasPenalty(settings) ? [] : ["repeat_last_n"]),
  ]);
  return {
    ...Object.fromEntries(Object.entries(settings).filter(([name]) => !hidden.has(name))),
    ...(logit_bias.size > 0 ? { logit_bias: Object.fromEntries(logit_bias) } : {}),
    max_tokens: limit,
    ...(local.stop.length > 0 ? { stop: local.stop } : {}),
    ...(local.response_format === undefined ? {} : { response_format: local.response_format }),
    ...(local.top_logprobs === undefined
      ? {}
      : { logprobs: true, top_logprobs: local.top_logprobs }),
  };
}

function hasPenalty({
  repetition_penalty,
  frequency_penalty,
  presence_penalty,
}: LocalRequest["settings"]): boolean {
  return repetition_penalty !== 1 || frequency_penalty !== 0 || presence_penalty !== 0;
}
