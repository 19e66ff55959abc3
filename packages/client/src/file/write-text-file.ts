import { randomUUID } from "node:crypto";
import { mkdir, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { StoreError } from "@colloquy/core";
import { fileFailure } from "./file-failure.ts";

export interface WriteFileOptions {
  /** Permissions of a new file; one that exists keeps its own. Default 0600. */
  mode?: number;
}

/**
 * Writes a file so that readers see the old text or the new one, never a part: into a neighbour, synced,
 * then renamed. Missing folders are made (0700); a link is written through. A failure is a `StoreError`,
 * and leaves the old file as it was.
 */
export async function writeTextFile(
  path: string,
  text: string,
  { mode = 0o600 }: WriteFileOptions = {},
): Promise<void> {
  let neighbour: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const target = await realpath(path).catch(() => path);
    const kept = await stat(target).then(
      (found) => found.mode & 0o777,
      () => mode,
    );
    neighbour = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
    await writeSynced(neighbour, text, kept);
    await rename(neighbour, target);
  } catch (cause) {
    if (neighbour) await unlink(neighbour).catch(() => undefined);
    throw writeError(path, cause);
  }
}

/** `open` may narrow the mode by the umask, so it is set again. */
async function writeSynced(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text, "utf8");
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

function writeError(path: string, cause: unknown): StoreError {
  const { words, code } = fileFailure(cause);
  return new StoreError(
    {
      message: `cannot write ${path}: ${words}`,
      code,
      remedy: "Check the path, its permissions and the space left.",
      details: { path, ...(code ? { code } : {}) },
    },
    { cause },
  );
}
