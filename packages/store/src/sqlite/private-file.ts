import { chmodSync, closeSync, fstatSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";

/**
 * Makes sure that the file is there and that only its owner may read it, before anything is written into
 * it. SQLite gives the files it puts beside it (`-wal`, `-shm`) the same rights.
 */
export function makePrivateFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, "a", 0o600);
  try {
    const { mode, uid } = fstatSync(descriptor);
    const mine = process.getuid?.() === uid;
    if (mine && (mode & 0o077) !== 0) chmodSync(file, mode & 0o700);
  } finally {
    closeSync(descriptor);
  }
}
