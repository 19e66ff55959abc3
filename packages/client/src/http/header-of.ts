import type { ResponseHeaders } from "./exchange.ts";

/** A header's value, the first one if it came several times. Names are in lower case. */
export function headerOf(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}
