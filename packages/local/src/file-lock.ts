import { chmodSync, statSync } from "node:fs";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AbortedError } from "@colloquy/core";

/** SQLite's result code for "somebody else has it". */
const BUSY = 5;
const POLL_MS = 50;
/** How often one who waits says so, and for how long that counts. */
const SAY_MS = 500;
const HEARD_MS = 1_500;

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once, when the lock is not free at once. */
  onWait?: (() => void) | undefined;
}

/**
 * Holds `file` against all other holders, in this process and in others, until the returned function is
 * called. It is SQLite's own file lock, so the system frees it when its holder dies, however it dies:
 * there is no stale lock to find. Where the folder cannot be written there is nothing to guard, and the
 * lock is granted.
 */
export async function acquireFileLock(
  file: string,
  options: LockOptions = {},
): Promise<() => void> {
  const { DatabaseSync } = await import("node:sqlite");
  let database;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    database = new DatabaseSync(file);
    chmodSync(file, 0o600);
  } catch {
    return () => {};
  }
  try {
    for (let polls = 0; ; polls++) {
      if (options.signal?.aborted) throw new AbortedError();
      if (tryBegin(database)) break;
      if (polls === 0) options.onWait?.();
      if (polls % Math.round(SAY_MS / POLL_MS) === 0) await sayWaiting(file);
      await sleep(POLL_MS);
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return () => {
    if (database.isOpen) database.close();
  };
}

/** Whether somebody waits for the lock on `file`, so that its holder can let go for a moment. */
export function isLockWanted(file: string): boolean {
  try {
    return Date.now() - statSync(`${file}.wanted`).mtimeMs < HEARD_MS;
  } catch {
    return false;
  }
}

/** Long enough without the lock for one who waits to get it. */
export function letOthersIn(): Promise<void> {
  return sleep(3 * POLL_MS);
}

async function sayWaiting(file: string): Promise<void> {
  const now = new Date();
  const mark = `${file}.wanted`;
  await utimes(mark, now, now).catch(() => writeFile(mark, "", { mode: 0o600 }).catch(() => {}));
}

function tryBegin(database: { exec(sql: string): void }): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    // A file system without locks guards nothing: better to compute than to refuse.
    return (error as { errcode?: number }).errcode !== BUSY;
  }
}
