import { randomUUID } from "node:crypto";
import { open, realpath, rename, unlink } from "node:fs/promises";
import path from "node:path";
import { InvalidInputError } from "@colloquy/core";

/** Writes a file that a person named: whole or not at all. Throws `InvalidInputError` when it cannot be written. */
export async function writeWholeFile(file: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const neighbour = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
  try {
    const handle = await open(neighbour, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(neighbour, target);
  } catch (cause) {
    await unlink(neighbour).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInputError(
      {
        message: `cannot write ${file}: ${reason}`,
        code: "unwritable_file",
        remedy: "Check the folder, its rights and the space left.",
        details: { field: "output", given: file },
      },
      { cause },
    );
  }
}
