import type { CommandContext } from "../context.ts";

/** Asks a yes-or-no question on the terminal; anything but yes is no. */
export async function confirm(
  { streams, signal }: Pick<CommandContext, "streams" | "signal">,
  question: string,
): Promise<boolean> {
  const { createInterface } = await import("node:readline/promises");
  const reader = createInterface({ input: streams.stdin, output: streams.stderr });
  try {
    const reply = await reader.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(reply.trim());
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    reader.close();
  }
}
