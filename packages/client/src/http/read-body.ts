import { ProtocolError } from "@colloquy/core";
import type { Exchange } from "./exchange.ts";

/**
 * Reads a whole body and shows each piece of it as it comes; one larger than `limit` bytes ends the exchange
 * and is a `ProtocolError`.
 */
export async function readBody(
  exchange: Exchange,
  limit: number,
  onPiece?: (bytes: Uint8Array) => void,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const batch = await exchange.next();
    if (!batch) return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    for (const bytes of batch) {
      parts.push(bytes);
      size += bytes.length;
      onPiece?.(bytes);
    }
    if (size > limit) {
      const error = tooLarge(limit);
      exchange.fail(error);
      throw error;
    }
  }
}

/** The error for a body, or a part of one, that does not end. */
export function tooLarge(limit: number, what = "the response's body"): ProtocolError {
  return new ProtocolError({
    message: `${what} is larger than ${Math.round(limit / 2 ** 20)} MiB`,
    remedy: "Ask for less; if the server sends without end, it is broken.",
    details: { limit_bytes: limit },
  });
}

/** Enough for any error a person will read. */
const ERROR_LIMIT = 1 << 20;

/** Reads an error's body as text, at most 1 MiB of it: what there is, even if the rest never comes. */
export async function readErrorText(exchange: Exchange): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for (let batch; size < ERROR_LIMIT && (batch = await exchange.next());) {
      parts.push(...batch);
      size = parts.reduce((sum, bytes) => sum + bytes.length, 0);
    }
  } catch {
    // The status is known; a broken body does not change what happened.
  }
  exchange.abandon();
  return Buffer.concat(parts).subarray(0, ERROR_LIMIT).toString("utf8");
}
