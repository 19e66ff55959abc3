import type { DatedModel, ModelPricing } from "../chat/model-catalog.ts";
import { isWireObject, type WireObject } from "../chat/wire-value.ts";

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
  /** The list's own entry, where it charges otherwise at some times or for long prompts: see `pricesAt`. */
  conditional?: ModelPricing;
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
  const conditional = Array.isArray(pricing["overrides"]) && pricing["overrides"].length > 0;
  return { ...listed(pricing, entry.fetched_at), ...(conditional && { conditional: pricing }) };
}

function listed(pricing: ModelPricing, fetched_at: string | null): Prices {
  const prompt = price(pricing.prompt);
  return {
    prompt,
    completion: price(pricing.completion),
    cached: price(pricing.input_cache_read),
    written: pricing.input_cache_write === undefined ? prompt : price(pricing.input_cache_write),
    request: price(pricing.request) ?? 0,
    fetched_at,
  };
}

/** What decides which of a list's conditional prices holds. */
export interface PricedCall {
  /** Tokens of its prompt. */
  prompt: number;
  /** When it is made (ISO 8601); conditions of time do not hold when it is not known. */
  at?: string | undefined;
}

/**
 * The prices that hold for one call: a list may charge more above so many prompt tokens, or less at some
 * hours (UTC); of the conditions that hold, later ones win, price by price.
 */
export function pricesAt(prices: Prices, call: PricedCall): Prices {
  const { conditional, fetched_at } = prices;
  const overrides = conditional?.["overrides"];
  if (!conditional || !Array.isArray(overrides)) return prices;
  const holding = overrides.filter(isWireObject).filter((each) => holds(each, call));
  if (holding.length === 0) return prices;
  const merged: ModelPricing = Object.assign({}, conditional, ...holding);
  return { ...listed(merged, fetched_at), conditional };
}

function holds(override: WireObject, { prompt, at }: PricedCall): boolean {
  const least = Number(override["min_prompt_tokens"] ?? Number.NEGATIVE_INFINITY);
  if (!(prompt > least)) return false;
  const { utc_start: start, utc_end: end } = override;
  if (start === undefined && end === undefined) return true;
  const time = /T(\d\d):(\d\d)/.exec(at ?? "");
  if (!time) return false;
  const now = Number(`${time[1]}${time[2]}`);
  const [from, to] = [Number(start ?? 0), Number(end ?? 2_400)];
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

/** The longest prompt that a sum pays for, its cache written and nothing of it read; Infinity when it is free. */
export function affordableTokens(prices: Prices, usd: number): number {
  const tokensAt = (prompt: number): number => {
    const now = pricesAt(prices, { prompt });
    const each = Math.max(now.prompt ?? 0, now.written ?? 0);
    return each > 0
      ? Math.max(0, Math.floor((usd - now.request) / each))
      : Number.POSITIVE_INFINITY;
  };
  let affordable = tokensAt(0);
  for (const step of steps(prices)) {
    if (affordable > step) affordable = Math.max(step, tokensAt(step + 1));
  }
  return affordable;
}

function steps({ conditional }: Prices): number[] {
  const overrides = conditional?.["overrides"];
  if (!Array.isArray(overrides)) return [];
  return overrides
    .flatMap((each) => (isWireObject(each) ? Number(each["min_prompt_tokens"]) : []))
    .filter(Number.isFinite)
    .toSorted((one, other) => one - other);
}

function price(text: unknown): number | null {
  if (typeof text === "number") return Number.isFinite(text) && text >= 0 ? text : null;
  if (typeof text !== "string" || text.trim() === "") return null;
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
