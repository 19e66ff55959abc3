import { ProtocolError, redact } from "@colloquy/core";
import type { WireErrorContext } from "@colloquy/core";

interface ProtocolErrorParts {
  context: WireErrorContext;
  raw?: string;
  cause?: unknown;
  remedy?: string | undefined;
}

/** The error for a response that is not the protocol's; `raw` is what was there instead. */
export function protocolError(
  message: string,
  { context, raw, cause, remedy }: ProtocolErrorParts,
): ProtocolError {
  return new ProtocolError(
    {
      message: redact(message, context.secrets),
      raw: raw === undefined ? null : redact(raw.slice(0, 2_000), context.secrets),
      status: context.status ?? null,
      remedy: remedy ?? "Check that this address is a chat-completions API; if it is, try again.",
      retryable: true,
    },
    { cause },
  );
}

/** The beginning of a text on one line. */
export function excerpt(text: string, length = 120): string {
  const line = text
    .slice(0, length * 2)
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
