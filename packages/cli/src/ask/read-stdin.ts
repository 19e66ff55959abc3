import { AbortedError } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { decodeText } from "./decode-text.ts";

/** How long standard input may be silent before a person is told what is being waited for. */
const PATIENCE_MS = 3_000;

/** Standard input to its end, "" when it is a terminal. Ctrl-C ends the wait with an `AbortedError`. */
export async function readStdin({ streams, signal, screen }: CommandContext): Promise<string> {
  const { stdin } = streams;
  if (stdin.isTTY) return "";
  const patience = setTimeout(
    () =>
      screen.say(
        screen.err.dim("waiting for standard input (Ctrl-D ends it, < /dev/null avoids it)"),
      ),
    PATIENCE_MS,
  );
  const stop = () => stdin.destroy(new AbortedError({ message: "stopped by the user" }));
  signal.addEventListener("abort", stop, { once: true });
  try {
    const parts: Uint8Array[] = [];
    for await (const part of stdin) parts.push(typeof part === "string" ? Buffer.from(part) : part);
    return decodeText(Buffer.concat(parts), "standard input");
  } finally {
    clearTimeout(patience);
    signal.removeEventListener("abort", stop);
  }
}
