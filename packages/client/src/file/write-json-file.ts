import { formatJson } from "@colloquy/core";
import { writeTextFile } from "./write-text-file.ts";
import type { WriteFileOptions } from "./write-text-file.ts";

/** Writes a value as JSON, whole or not at all; see `writeTextFile`. Two spaces of indentation by default. */
export async function writeJsonFile(
  path: string,
  value: unknown,
  options: WriteFileOptions & { indent?: number } = {},
): Promise<void> {
  const { indent = 2, ...others } = options;
  await writeTextFile(path, `${formatJson(value, { indent })}\n`, others);
}
