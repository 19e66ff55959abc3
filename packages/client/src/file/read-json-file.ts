import { readFile } from "node:fs/promises";
import { InvalidInputError, parseJson } from "@colloquy/core";
import { fileFailure } from "./file-failure.ts";

/**
 * Reads a JSON file (UTF-8, a byte-order mark allowed). Throws an `InvalidInputError`: when the file cannot
 * be read, with `details.code` (`ENOENT`, …); when it is no JSON, with file, line, column and the line.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  return parseJson(await readText(path), { source: path });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const { words, code } = fileFailure(cause);
    throw new InvalidInputError(
      {
        message: `cannot read ${path}: ${words}`,
        code,
        remedy: "Check the path and its permissions.",
        details: { path, ...(code ? { code } : {}) },
      },
      { cause },
    );
  }
}
