import type { CostRange } from "./context-plan.ts";
import { pricesAt, type Prices } from "./prices.ts";

/** Tokens of one request, as the bill sees them. */
export interface Billed {
  prompt: number;
  /** Of these, read from the cache if it still holds them. */
  cachedPrefix: number;
  /** Most tokens the answer may have. */
  answer: number;
  /** When the request is made (ISO 8601), where prices depend on it. */
  at?: string | undefined;
}

/**
 * The price of one turn, once as if the cache held the prefix and once as if it held nothing. Tokens that
 * are not read from the cache are charged at the written price. Unknown stays null.
 */
export function planCost(
  { prompt, cachedPrefix, answer, at }: Billed,
  listed: Prices,
): { cached: CostRange | null; uncached: CostRange | null } {
  const prices = pricesAt(listed, { prompt, at });
  const written = prices.written ?? prices.prompt;
  if (prices.prompt === null || written === null) return { cached: null, uncached: null };
  const answerCost = prices.completion === null ? null : answer * prices.completion;
  const range = (input: number): CostRange => {
    const min = input + prices.request;
    return { min, max: answerCost === null ? null : min + answerCost };
  };
  const uncached = range(prompt * written);
  if (prices.cached === null) return { cached: null, uncached };
  return {
    cached: range(cachedPrefix * prices.cached + (prompt - cachedPrefix) * written),
    uncached,
  };
}
