import type { ErrorRecord } from "../error/error-record.ts";

/** No server's window is smaller: a shorter prompt that is reported smaller was counted otherwise, not cut. */
const LEAST_CUT_TOKENS = 1_000;

/** Less than this share may be missing by a server's own way of counting. */
const LEAST_CUT_SHARE = 0.1;

/** Tokens that went missing between our count and the server's: a prompt cut without a word. */
export interface SilentTruncation {
  counted: number;
  reported: number;
  /** The least that our count can really be. */
  least: number;
}

/** A reply whose `prompt_tokens` fall short of the least that the prompt can have; null when none is missing. */
export function silentTruncation(seen: {
  counted: number;
  bound: number;
  reported: number;
}): SilentTruncation | null {
  const least = Math.floor(seen.counted * (1 - Math.max(seen.bound, LEAST_CUT_SHARE)));
  const { counted, reported } = seen;
  return reported > 0 && counted >= LEAST_CUT_TOKENS && reported < least
    ? { counted, reported, least }
    : null;
}

/** The largest prompt that a server is known to take, from what its errors and its silence said. */
export function servedWindow(advertised: number | null, learnt: readonly number[]): number | null {
  const known = [
    ...(advertised === null ? [] : [advertised]),
    ...learnt.filter((size) => size > 0),
  ];
  return known.length === 0 ? null : Math.min(...known);
}

const STATED: readonly RegExp[] = [
  /(?:maximum|max) (?:context|prompt|input|sequence)[ _-]?(?:length|window|size|tokens)?[^\d]{0,40}(\d[\d,]{2,})/i,
  /context[ _-]?(?:length|window|size|limit)(?!_exceeded)[^\d]{0,40}(\d[\d,]{2,})/i,
  /n_ctx[^\d]{0,10}(\d{3,})/i,
  /(\d[\d,]{2,})[ -]tokens? (?:context|limit|maximum|window)/i,
  /tokens? > (\d[\d,]{2,}) maximum/i,
];

/**
 * The window that a refusal names ("maximum context length is 8192 tokens"), null when it names none, or was
 * for another reason than the prompt's length.
 */
export function windowInError({
  message,
  raw,
  error_type,
}: Pick<ErrorRecord, "message" | "raw" | "error_type">): number | null {
  if (error_type !== "context_length_exceeded") return null;
  const text = `${message}\n${typeof raw === "string" ? raw : (JSON.stringify(raw) ?? "")}`;
  for (const pattern of STATED) {
    const [, figure] = pattern.exec(text) ?? [];
    if (figure !== undefined) return Number(figure.replaceAll(",", ""));
  }
  return null;
}
