import { textOr } from "../chat/wire-value.ts";
import { errorGuide, statusGuide } from "./error-table.ts";
import type { ErrorGuide } from "./error-guide.ts";
import type { WireErrorParts } from "./wire-error-parts.ts";

/** What an error is, in the words of the table, as far as it says or shows. */
export interface ErrorClassification {
  status: number | null;
  code: string | number | null;
  error_type: string | null;
  limit_source: string | null;
  availability_code: string | null;
  /** A limit that ends only with the day: trying again before is in vain. */
  isDailyCap: boolean;
}

/** Words of other servers that mean an `error_type` of the table. */
const SAME_AS: Readonly<Record<string, string>> = {
  exceed_context_size_error: "context_length_exceeded",
  invalid_request_error: "invalid_request",
  invalid_api_key: "authentication",
  authentication_error: "authentication",
  permission_error: "permission_denied",
  not_found_error: "not_found",
  model_not_found: "not_found",
  insufficient_quota: "payment_required",
  billing_error: "payment_required",
  rate_limit_error: "rate_limit_exceeded",
  overloaded_error: "provider_overloaded",
  timeout_error: "timeout",
  server_error: "server",
  api_error: "server",
};

const TOO_LONG =
  /context (?:length|window|size)|maximum context|prompt is too long|too many (?:input )?tokens/i;

/** Names an error by the words it carries, then by what its message says. */
export function classify(
  { error, metadata, availability, body }: WireErrorParts,
  message: string,
  httpStatus: number | undefined,
): ErrorClassification {
  const code = codeOf(error["code"]);
  const status = statusOf(httpStatus, code, error["http_status"]);
  const words = [metadata["error_type"], error["error_type"], body["error_type"]];
  const given = words.find((word) => typeof word === "string" && word !== "");
  return {
    status,
    code,
    error_type: textOr(given) || impliedType([code, error["type"]], status, message),
    limit_source: textOr(metadata["limit_source"]) || impliedLimit(message, metadata["reason"]),
    availability_code: textOr(availability["code"]) || null,
    isDailyCap:
      metadata["limit_source"] === "openrouter_free_tier_daily" ||
      /free-models-per-day|\blimit_rpd\b/.test(message),
  };
}

/** The guides that fit, the most telling first. */
export function guidesFor(found: ErrorClassification): readonly ErrorGuide[] {
  const { limit_source: limit, availability_code: availability, error_type: type } = found;
  return [
    limit === null ? undefined : errorGuide(limit, "limit_source"),
    availability === null ? undefined : errorGuide(availability, "availability"),
    type === null ? undefined : errorGuide(type, "error_type"),
    found.status === null ? undefined : statusGuide(found.status),
  ].filter((guide) => guide !== undefined);
}

/**
 * Whether the same request may succeed later: never under a daily cap; then `availability.retryable` as
 * the server says it; a 402 only when requests in flight hold the budget and a time to wait is given.
 */
export function isRetryable(
  found: ErrorClassification,
  saysRetryable: unknown,
  retryAfter: number | null,
): boolean {
  if (found.isDailyCap) return false;
  if (typeof saysRetryable === "boolean") return saysRetryable;
  if (found.limit_source === "openrouter_in_flight_budget") return retryAfter !== null;
  return guidesFor(found)[0]?.retryable ?? false;
}

function codeOf(value: unknown): string | number | null {
  return typeof value === "number" || (typeof value === "string" && value !== "") ? value : null;
}

function statusOf(
  http: number | undefined,
  code: string | number | null,
  inner: unknown,
): number | null {
  if (http !== undefined && http >= 400) return http;
  const number = Number(code ?? inner ?? Number.NaN);
  return Number.isInteger(number) && number >= 300 && number <= 599 ? number : null;
}

function impliedType(
  words: readonly unknown[],
  status: number | null,
  message: string,
): string | null {
  const isTooLong = (status === null || status === 400 || status === 413) && TOO_LONG.test(message);
  if (isTooLong) return "context_length_exceeded";
  for (const word of words) {
    if (typeof word !== "string") continue;
    if (errorGuide(word, "error_type")) return word;
    if (SAME_AS[word]) return SAME_AS[word];
  }
  return null;
}

function impliedLimit(message: string, reason: unknown): string | null {
  if (reason === "in_flight_budget_exhausted") return "openrouter_in_flight_budget";
  if (message.includes("free-models-per-day")) return "openrouter_free_tier_daily";
  if (message.includes("free-models-per-min")) return "free-models-per-min";
  if (/\blimit_rp[md]\b/.test(message)) return "openrouter_shared_capacity";
  return /rate-limited upstream/i.test(message) ? "upstream_provider_shared_pool" : null;
}
