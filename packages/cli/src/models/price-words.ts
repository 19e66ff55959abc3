import { pricesOf, type DatedModel } from "@colloquy/core";

/** US dollars for a million tokens, as people compare them: `0.2`, `15`, `free`, `unknown`. */
export function perMillion(perToken: number | null): string {
  if (perToken === null) return "unknown";
  if (perToken === 0) return "free";
  return String(Number((perToken * 1e6).toPrecision(6)));
}

/** Whether asking the model is known to cost nothing. */
export function isFree(dated: DatedModel): boolean {
  const prices = pricesOf(dated);
  return prices.prompt === 0 && prices.completion === 0 && prices.request === 0;
}
