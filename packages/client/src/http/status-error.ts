import { ApiError, readWireError } from "@colloquy/core";
import type { Exchange } from "./exchange.ts";
import { readErrorText } from "./read-body.ts";
import { redirectTarget } from "./redirect.ts";

/** The error that a response with a status of 300 or more is, its body read. */
export async function statusError(
  exchange: Exchange,
  context: { url: URL; now: number; secrets: readonly string[] },
): Promise<ApiError> {
  const { status, headers } = exchange;
  const target = redirectTarget(context.url, exchange);
  const text = await readErrorText(exchange);
  if (target) return redirectError(context.url, target, status);
  return new ApiError(readWireError(text, { status, headers, ...context }));
}

/** The error for a redirect that is not followed. */
export function redirectError(from: URL, target: URL, status: number): ApiError {
  const isElsewhere = target.origin !== from.origin;
  return new ApiError({
    message: isElsewhere
      ? `${from.host} redirects to ${target.origin}: neither the key nor the messages are sent there`
      : `${from.host} redirects again and again`,
    status,
    code: status,
    remedy: isElsewhere
      ? "If you trust that address, set it as the base URL."
      : "Correct the base URL: the server sends requests round in a circle.",
    details: { location: `${target.origin}${target.pathname}` },
  });
}
