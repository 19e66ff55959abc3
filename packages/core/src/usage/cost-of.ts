import { isWireObject } from "../chat/wire-value.ts";
import { pricesAt, type Prices } from "../memory/prices.ts";
import { usageCounts } from "./usage-counts.ts";

/**
 * What a call cost in US dollars: what the server says was charged, and what a provider charged to a key of
 * the user's own beside it; else price × tokens, cached and written prompt tokens at their own prices and
 * reasoning with the answer; else null, which is "unknown". It is unknown too when something was used that is
 * priced apart (sound, pictures, searches). A charge of 0 for tokens that the list has a price for is not
 * believed: servers that do not know a cost say 0.
 */
export function costOf(usage: unknown, prices: Prices | null, at?: string): number | null {
  const { cost, upstream_cost, is_byok } = usageCounts(usage);
  if (cost !== null && is_byok) return withoutNoise(cost + (upstream_cost ?? 0));
  if (cost !== null && cost > 0) return cost;
  return listedCost(usage, prices, at) ?? cost;
}

function listedCost(usage: unknown, listed: Prices | null, at: string | undefined): number | null {
  const counts = usageCounts(usage);
  const { prompt_tokens: prompt, completion_tokens: completion } = counts;
  if (!listed || prompt === null || completion === null || usesMore(usage)) return null;
  const prices = pricesAt(listed, { prompt, at });
  const cached = Math.min(counts.cached_tokens ?? 0, prompt);
  const written = Math.min(counts.written_tokens ?? 0, prompt - cached);
  const parts = [
    times(prompt - cached - written, prices.prompt),
    times(cached, prices.cached),
    times(written, prices.written),
    times(completion, prices.completion),
    prompt + completion > 0 ? prices.request : 0,
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
