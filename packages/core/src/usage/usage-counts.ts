import { isWireObject, type WireObject } from "../chat/wire-value.ts";

/** The figures of a usage object; null is "not told", never 0. */
export interface UsageCounts {
  prompt_tokens: number | null;
  /** Of the prompt's: read from a cache. */
  cached_tokens: number | null;
  /** Of the prompt's: put into a cache. */
  written_tokens: number | null;
  completion_tokens: number | null;
  /** Of the answer's: thought, shown or not. */
  reasoning_tokens: number | null;
  total_tokens: number | null;
  /** US dollars charged. */
  cost: number | null;
  /** US dollars that a provider charged to the user's own key, beside `cost`. */
  upstream_cost: number | null;
  is_byok: boolean;
}

/**
 * Reads usage as servers send it: in OpenRouter's words, else in those of DeepSeek or the Responses
 * API. What is no finite number ≥ 0 counts as not told.
 */
export function usageCounts(usage: unknown): UsageCounts {
  const all = objectOr(usage);
  const prompt = objectOr(all["prompt_tokens_details"] ?? all["input_tokens_details"]);
  const completion = objectOr(all["completion_tokens_details"] ?? all["output_tokens_details"]);
  return {
    prompt_tokens: firstCount(all["prompt_tokens"], all["input_tokens"]),
    cached_tokens: firstCount(prompt["cached_tokens"], all["prompt_cache_hit_tokens"]),
    written_tokens: firstCount(prompt["cache_write_tokens"]),
    completion_tokens: firstCount(all["completion_tokens"], all["output_tokens"]),
    reasoning_tokens: firstCount(completion["reasoning_tokens"]),
    total_tokens: firstCount(all["total_tokens"]),
    cost: firstCount(all["cost"]),
    upstream_cost: firstCount(objectOr(all["cost_details"])["upstream_inference_cost"]),
    is_byok: all["is_byok"] === true,
  };
}

function objectOr(value: unknown): WireObject {
  return isWireObject(value) ? value : {};
}

function firstCount(...values: readonly unknown[]): number | null {
  const count = values.find(
    (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
  );
  return typeof count === "number" ? count : null;
}
