import { readFile } from "node:fs/promises";
import path from "node:path";
import { InvalidInputError } from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { decodeText } from "./decode-text.ts";
import { readStdin } from "./read-stdin.ts";

/** The text of a file, an http(s) address, or standard input (`-`). Throws `InvalidInputError`. */
export async function readSource(context: CommandContext, source: string): Promise<string> {
  if (source === "-") return readStdin(context);
  if (/^https?:\/\//i.test(source))
    return (await import("./fetch-text.ts")).fetchText(source, context);
  const file = path.resolve(context.cwd, source);
  try {
    return decodeText(await readFile(file), source);
  } catch (cause) {
    if (cause instanceof InvalidInputError) throw cause;
    throw new InvalidInputError(
      {
        message: `cannot read ${source}: ${reasonOf(cause)}`,
        code: "unreadable_file",
        remedy: `Looked for it at ${file}.`,
        details: { field: "file", given: source },
      },
      { cause },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder",
  EACCES: "no right to read it",
};

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown reason";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return reasons[code] ?? cause.message;
}
