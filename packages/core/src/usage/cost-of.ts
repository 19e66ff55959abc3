import { isWireObject } from "../chat/wire-value.ts";
import type { Prices } from "../memory/prices.ts";
import { usageCounts } from "./usage-counts.ts";

/**
 * What a call cost in US dollars: what the server says was charged; else price × tokens, cached and
 * written prompt tokens at their own prices and reasoning with the answer; else null, which is
 * "unknown". It is unknown too when something was used that is priced apart (sound, pictures, searches).
 */
export function costOf(usage: unknown, prices: Prices | null): number | null {
  const counts = usageCounts(usage);
  if (counts.cost !== null) return counts.cost;
  const { prompt_tokens: prompt, completion_tokens: completion } = counts;
  if (!prices || prompt === null || completion === null || usesMore(usage)) return null;
  const cached = Math.min(counts.cached_tokens ?? 0, prompt);
  const written = Math.min(counts.written_tokens ?? 0, prompt - cached);
  const parts = [
    times(prompt - cached - written, prices.prompt),
    times(cached, prices.cached),
    times(written, prices.written),
    times(completion, prices.completion),
    prices.request,
  ];
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return withoutNoise(sum);
}

/** Nothing at an unknown price costs nothing. */
function times(tokens: number, price: number | null): number | null {
  if (tokens === 0) return 0;
  return price === null ? null : tokens * price;
}

// Prices are decimal texts of at most 12 places; what a binary sum has beyond them is noise.
function withoutNoise(dollars: number): number {
  return Math.round(dollars * 1e12) / 1e12;
}

const PRICED_APART = ["audio_tokens", "video_tokens", "image_tokens", "web_search_requests"];

function usesMore(usage: unknown): boolean {
  if (!isWireObject(usage)) return false;
  return Object.values(usage)
    .filter(isWireObject)
    .some((details) =>
      PRICED_APART.some((name) => typeof details[name] === "number" && details[name] > 0),
    );
}
