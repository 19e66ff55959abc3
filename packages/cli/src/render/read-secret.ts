import { Writable } from "node:stream";
import { AbortedError } from "@colloquy/core";
import { readStdin } from "../ask/read-stdin.ts";
import type { CommandContext } from "../context.ts";

/** A line that nobody may see: typed without echo on a terminal, else the first line of standard input. */
export async function readSecret(context: CommandContext, question: string): Promise<string> {
  if (!context.streams.stdin.isTTY)
    return (await readStdin(context)).trim().split(/\r?\n/)[0]?.trim() ?? "";
  const { createInterface } = await import("node:readline/promises");
  const { streams, signal } = context;
  streams.stderr.write(question);
  // Readline echoes into its output: this one swallows it.
  const output = new Writable({ write: (_piece, _encoding, done) => done() });
  const reader = createInterface({ input: streams.stdin, output, terminal: true });
  const left = new AbortController();
  reader.once("SIGINT", () => left.abort(new AbortedError({ message: "stopped by the user" })));
  reader.once("close", () => left.abort(new AbortedError({ message: "nothing was typed" })));
  const stopped = AbortSignal.any([signal, left.signal]);
  try {
    return (await reader.question("", { signal: stopped })).trim();
  } catch (error) {
    if (stopped.aborted) throw stopped.reason;
    throw error;
  } finally {
    reader.close();
    streams.stderr.write("\n");
  }
}
