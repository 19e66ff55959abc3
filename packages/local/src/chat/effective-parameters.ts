import type { Parameters } from "@colloquy/core";
import type { LocalRequest } from "./read-request.ts";

/** What the engine really applied, in the wire's words: every stage, set or not. `limit` is in tokens. */
export function effectiveParameters(local: LocalRequest, limit: number): Parameters {
  const { logit_bias, ...settings } = local.settings;
  return {
    ...settings,
    ...(logit_bias.size > 0 ? { logit_bias: Object.fromEntries(logit_bias) } : {}),
    max_tokens: limit,
    ...(local.stop.length > 0 ? { stop: local.stop } : {}),
    ...(local.response_format === undefined ? {} : { response_format: local.response_format }),
    ...(local.top_logprobs === undefined
      ? {}
      : { logprobs: true, top_logprobs: local.top_logprobs }),
  };
}
