import { textOr } from "../chat/wire-value.ts";
import { classify, guidesFor, isRetryable } from "./error-classification.ts";
import type { ErrorClassification } from "./error-classification.ts";
import type { ErrorRecord } from "./error-record.ts";
import { errorRecord } from "./errors.ts";
import { innermostReason } from "./innermost-reason.ts";
import { redact, redactValue } from "./redact.ts";
import { headerOf, retryAfterSeconds } from "./retry-after.ts";
import type { WireHeaders } from "./retry-after.ts";
import { specificRemedy } from "./specific-remedy.ts";
import { errorGuide } from "./error-table.ts";
import { wireErrorParts } from "./wire-error-parts.ts";
import type { WireErrorParts } from "./wire-error-parts.ts";

export interface WireErrorContext {
  /** The HTTP status; 200 for an error inside a body or a stream. */
  status?: number | undefined;
  headers?: WireHeaders | undefined;
  /** Epoch milliseconds, to turn a moment in time into seconds to wait. */
  now?: number | undefined;
  /** Keys in use: they are taken out wherever they stand. */
  secrets?: readonly string[] | undefined;
}

/**
 * Reads an error as a server sent it, a whole body (parsed, or its text) or the error object alone, into
 * a record: the innermost reason in the upstream's own words, who failed, whether and when a retry may
 * help, and what to do. Total: any value gives a record, and no secret survives in it.
 */
export function readWireError(given: unknown, context: WireErrorContext = {}): ErrorRecord {
  const parts = wireErrorParts(given);
  const message = messageOf(parts, context.status);
  const found = classify(parts, message, context.status);
  const { metadata, availability, body } = parts;
  const retryAfter = retryAfterSeconds({ ...context, error: { ...parts.error, availability } });
  const clean = (value: unknown): unknown => redactValue(value, context.secrets);
  return errorRecord("api", {
    message: redact(message, context.secrets),
    status: found.status,
    code: found.code,
    error_type: found.error_type,
    provider: textOr(metadata["provider_name"]) || textOr(body["provider"]) || null,
    raw: clean(metadata["raw"] ?? shortened(parts.text)),
    remedy: isMisplaced(parts, context) ? PAGE_REMEDY : remedyOf(parts, found, message),
    retryable: isRetryable(found, availability["retryable"], retryAfter),
    retry_after_s: retryAfter,
    details: clean(detailsOf(parts, found, context)) as Record<string, unknown>,
  });
}

const SAYS_NOTHING =
  /^(?:provider returned (?:an )?error|upstream error|error|unknown error)?\.?$/i;

function messageOf({ error, metadata, text }: WireErrorParts, status: number | undefined): string {
  const said = text === null ? innermostReason(error) : wordsOf(text);
  const isEmpty = said === null || SAYS_NOTHING.test(said);
  const inner = isEmpty ? innermostReason(metadata["raw"]) : null;
  return oneLine(inner ?? (said || `${statusWords(status)} without a reason in its body`));
}

function statusWords(status: number | undefined): string {
  if (status === undefined || status < 300) return "an error";
  return `HTTP ${status} ${errorGuide(String(status), "status")?.title ?? ""}`.trim();
}

const PAGE = /^\s*<|<html|<body/i;

/** A page's title, or the first words of a text: an error body need not be JSON. */
function wordsOf(text: string): string {
  if (!PAGE.test(text)) return text;
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1] ?? /<h1[^>]*>([^<]*)/i.exec(text)?.[1];
  return title?.trim() || text.replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, " ");
}

const LONGEST_MESSAGE = 1_000;
const LONGEST_TEXT = 4_000;

function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

function shortened(text: string | null): string | null {
  return text !== null && text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

function remedyOf(
  { metadata }: WireErrorParts,
  found: ErrorClassification,
  message: string,
): string {
  const hint = textOr(metadata["remedy_hint"]);
  if (hint) return redact(oneLine(hint));
  const specific = specificRemedy(message, textOr(metadata["failed_routing_step"]));
  return specific ?? guidesFor(found)[0]?.remedy ?? GENERAL_REMEDY;
}

/** A page in place of a refusal is a web server's own: whatever answered is no API. */
function isMisplaced({ text }: WireErrorParts, { status = 0 }: WireErrorContext): boolean {
  return text !== null && PAGE.test(text) && status >= 400 && status < 500;
}

const PAGE_REMEDY =
  "A web page answered, not an API: check the base URL (it ends in /v1, mostly) and any proxy between.";

/** For an error that says neither what it is nor whose it is. */
const GENERAL_REMEDY = "Ask again; if it stays, choose another provider or model.";

/** What else is worth keeping; `raw` and what has a field of its own stand elsewhere. */
function detailsOf(
  { metadata, availability }: WireErrorParts,
  found: ErrorClassification,
  { headers }: WireErrorContext,
): Record<string, unknown> {
  const { raw: _raw, provider_name: _provider, error_type: _type, ...others } = metadata;
  const generation = headerOf(headers, "x-generation-id");
  return {
    ...others,
    ...(found.limit_source ? { limit_source: found.limit_source } : {}),
    ...(Object.keys(availability).length > 0 ? { availability } : {}),
    ...(found.isDailyCap ? { daily_cap: true } : {}),
    ...(generation ? { generation_id: generation } : {}),
  };
}
