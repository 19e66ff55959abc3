import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { ChatMessage } from "@colloquy/core";

/** More than any request of a test; what is longer is cut off and answered with 413 by the server. */
const largestBody = 64 * 1024 * 1024;

/** A request as the upstream saw it. */
export interface RecordedRequest {
  method: string;
  /** As sent, with scenario prefix and query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** The body's text, "" when there was none. */
  body: string;
  /** The scenario that answered, null for a plain resource. */
  scenario: string | null;
  /** Epoch milliseconds. */
  received_at: number;
  /** Set once the answer was sent to its end; stays false when the client left before. */
  finished: boolean;
  /** Set when the client closed the connection before the end of the answer. */
  left: boolean;
}

/** What a scenario answers from. */
export interface UpstreamRequest {
  method: string;
  /** After the scenario prefix and `/api/v1`: `/chat/completions`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body as JSON, `{}` when it is none. */
  json: Readonly<Record<string, unknown>>;
  /** Whether a stream was asked for. */
  streaming: boolean;
  /** The model asked for. */
  model: string;
  messages: readonly ChatMessage[];
  /** Counts the requests of this upstream from 1; answers derive their ids from it. */
  number: number;
}

/** Reads a whole body, undefined when it is longer than 64 MiB. */
export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message) {
    const bytes: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    length += bytes.length;
    if (length > largestBody) return undefined;
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** An object's fields, `{}` for anything that is no JSON object. */
export function jsonObject(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
