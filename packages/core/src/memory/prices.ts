import type { DatedModel } from "../chat/model-catalog.ts";

/** US dollars per token, from a server's model list. Null is "unknown", 0 is free. */
export interface Prices {
  prompt: number | null;
  completion: number | null;
  /** Price of a prompt token read from the provider's cache. */
  cached: number | null;
  /** Price of a prompt token written into the cache. */
  written: number | null;
  /** US dollars per request, 0 when the list names none. */
  request: number;
  /** When the list was fetched (ISO 8601 UTC); null when there was no list. */
  fetched_at: string | null;
}

export const UNKNOWN_PRICES: Prices = {
  prompt: null,
  completion: null,
  cached: null,
  written: null,
  request: 0,
  fetched_at: null,
};

/**
 * The prices of a model as its server lists them. A missing or negative ("varies") price is unknown; a
 * list without a price for written tokens charges them as prompt tokens, which is what providers without
 * a write price do; without one for cached tokens the discount is unknown, not absent.
 */
export function pricesOf(entry: DatedModel | undefined): Prices {
  const pricing = entry?.model.pricing;
  if (!entry || !pricing) return { ...UNKNOWN_PRICES, fetched_at: entry?.fetched_at ?? null };
  const prompt = price(pricing.prompt);
  return {
    prompt,
    completion: price(pricing.completion),
    cached: price(pricing.input_cache_read),
    written: pricing.input_cache_write === undefined ? prompt : price(pricing.input_cache_write),
    request: price(pricing.request) ?? 0,
    fetched_at: entry.fetched_at,
  };
}

function price(text: string | undefined): number | null {
  if (text === undefined || text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** Cached and written prices as multiples of the prompt price; null when unknown or the model is free. */
export interface PriceRatios {
  cached: number;
  written: number;
}

export function priceRatios(prices: Prices): PriceRatios | null {
  if (!prices.prompt || prices.cached === null) return null;
  return {
    cached: prices.cached / prices.prompt,
    written: (prices.written ?? prices.prompt) / prices.prompt,
  };
}
