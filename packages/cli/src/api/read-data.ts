import { readFile } from "node:fs/promises";
import path from "node:path";
import { InvalidInputError, parseJson } from "@colloquy/core";
import { readStdin } from "../ask/read-stdin.ts";
import type { CommandContext } from "../context.ts";

/**
 * The JSON of `-d`: as typed, `@FILE`, or `@-` for standard input. It is sent as it was written; this
 * only makes sure that it is JSON. Throws `InvalidInputError` with line and column where it is none.
 */
export async function readData(context: CommandContext, given: string): Promise<string> {
  const { text, source } = await dataText(context, given);
  parseJson(text, { source });
  return text;
}

async function dataText(
  context: CommandContext,
  given: string,
): Promise<{ text: string; source: string }> {
  if (given === "@-" || given === "-")
    return { text: await readStdin(context), source: "standard input" };
  if (!given.startsWith("@")) return { text: given, source: "-d" };
  const name = given.slice(1);
  try {
    const text = await readFile(path.resolve(context.cwd, name), "utf8");
    return { text: text.replace(/^\uFEFF/, ""), source: name };
  } catch (cause) {
    throw new InvalidInputError(
      {
        message: `-d ${given}: cannot read ${name}`,
        code: "unreadable_file",
        remedy: "Give a file that is there, @- for standard input, or the JSON itself.",
        details: { field: "data", given },
      },
      { cause },
    );
  }
}
