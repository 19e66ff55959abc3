import { isWireObject } from "../chat/wire-value.ts";
import type { WireObject } from "../chat/wire-value.ts";

/** An error as found on the wire, before it is judged. */
export interface WireErrorParts {
  /** The error object itself; empty when the body had none. */
  error: WireObject;
  metadata: WireObject;
  availability: WireObject;
  /** What stands around the error object. */
  body: WireObject;
  /** The body when it was text that is no JSON: HTML, or plain words. */
  text: string | null;
}

/**
 * Finds the error in whatever a server sent: `{error: {…}}`, `{error: "…"}`, a list of one of them, the
 * error object alone, `{detail: …}`, JSON as text, HTML, or nothing.
 */
export function wireErrorParts(given: unknown): WireErrorParts {
  const value = typeof given === "string" ? parsed(given) : given;
  if (typeof value === "string") return parts({}, {}, value.trim() || null);
  const body = firstObject(value);
  const inner = body["error"] ?? choiceError(body) ?? firstOf(body["errors"]);
  if (typeof inner === "string") return parts({ ...body, message: inner }, body, null);
  return parts(isWireObject(inner) ? inner : body, body, null);
}

function parts(error: WireObject, body: WireObject, text: string | null): WireErrorParts {
  return {
    error,
    metadata: firstObject(error["metadata"]),
    availability: firstObject(error["availability"] ?? body["availability"]),
    body,
    text,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function firstObject(value: unknown): WireObject {
  const first = firstOf(value) ?? value;
  return isWireObject(first) ? first : {};
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function choiceError(body: WireObject): unknown {
  return firstObject(body["choices"])["error"];
}
