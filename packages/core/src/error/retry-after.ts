import { isWireObject } from "../chat/wire-value.ts";
import type { WireObject } from "../chat/wire-value.ts";

/** Header names in lower case, as a server's answer brings them. */
export type WireHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One header's value, whatever the letters of its name. */
export function headerOf(headers: WireHeaders | undefined, name: string): string | undefined {
  const direct = headers?.[name];
  const value =
    direct ?? Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === "string" ? value : value?.[0];
}

interface RetryHints {
  headers?: WireHeaders | undefined;
  /** The wire's error object. */
  error: WireObject;
  /** Epoch milliseconds; without it, moments in time cannot be turned into seconds to wait. */
  now?: number | undefined;
}

/**
 * Seconds to wait before trying again: from Retry-After, then `availability.retry_after`, then the
 * X-RateLimit-Reset moment of the error's own headers or of the answer's. Null when nothing is said.
 */
export function retryAfterSeconds({ headers, error, now }: RetryHints): number | null {
  const metadata = isWireObject(error["metadata"]) ? error["metadata"] : {};
  const inside = readHeaders(metadata["headers"]);
  const availability = isWireObject(error["availability"]) ? error["availability"] : {};
  return (
    fromHeaders(headers, now) ??
    seconds(availability["retry_after"]) ??
    fromHeaders(inside, now) ??
    untilReset(headerOf(inside, "x-ratelimit-reset"), now) ??
    untilReset(headerOf(headers, "x-ratelimit-reset"), now)
  );
}

function readHeaders(value: unknown): WireHeaders {
  if (!isWireObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, String(held)]));
}

function fromHeaders(headers: WireHeaders | undefined, now: number | undefined): number | null {
  const milliseconds = seconds(headerOf(headers, "retry-after-ms"));
  if (milliseconds !== null) return milliseconds / 1000;
  const given = headerOf(headers, "retry-after");
  return seconds(given) ?? untilDate(given, now);
}

function seconds(value: unknown): number | null {
  const text = typeof value === "string" ? value.trim() : value;
  const number =
    text === "" || typeof text === "boolean" || text == null ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

function untilDate(text: string | undefined, now: number | undefined): number | null {
  // Date.parse takes a mere number for a year or a month; a date on the wire names its month.
  const moment = /[a-z]/i.test(text ?? "") ? Date.parse(text ?? "") : Number.NaN;
  return Number.isNaN(moment) ? null : wait(moment, now);
}

/** The moment is in epoch milliseconds; some servers give epoch seconds, some plain seconds to wait. */
function untilReset(text: string | undefined, now: number | undefined): number | null {
  const number = seconds(text);
  if (number === null) return null;
  if (number < 1e6) return number;
  return wait(number < 1e11 ? number * 1000 : number, now);
}

function wait(moment: number, now: number | undefined): number | null {
  return now === undefined ? null : Math.max(0, Math.ceil((moment - now) / 1000));
}
