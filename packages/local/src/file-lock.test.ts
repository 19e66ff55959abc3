import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { AbortedError } from "@colloquy/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireFileLock, isLockWanted } from "./file-lock.ts";

describe("acquireFileLock", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-lock-"));
    file = path.join(folder, "compute.lock");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is held by one at a time", async () => {
    const release = await acquireFileLock(file);
    let waited = false;
    let got = false;
    const second = acquireFileLock(file, { onWait: () => (waited = true) }).then((free) => {
      got = true;
      return free;
    });
    await expect.poll(() => waited).toBe(true);
    expect(got).toBe(false);
    release();
    (await second)();
    expect(got).toBe(true);
  });

  it("tells its holder that somebody waits", async () => {
    const release = await acquireFileLock(file);
    expect(isLockWanted(file)).toBe(false);
    const second = acquireFileLock(file);
    await expect.poll(() => isLockWanted(file)).toBe(true);
    release();
    (await second)();
  });

  it("stops waiting when told to", async () => {
    const release = await acquireFileLock(file);
    const stop = new AbortController();
    const waiting = acquireFileLock(file, { signal: stop.signal, onWait: () => stop.abort() });
    await expect(waiting).rejects.toBeInstanceOf(AbortedError);
    release();
  });

  it("is granted where it cannot be kept", async () => {
    await writeFile(file, "this is no lock file ".repeat(20));
    (await acquireFileLock(file))();
    (await acquireFileLock(path.join(file, "below-a-file.lock")))();
  });

  it("is free again when its holder was killed", async () => {
    const child = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      `import { DatabaseSync } from "node:sqlite";
       const database = new DatabaseSync(${JSON.stringify(file)});
       database.exec("BEGIN EXCLUSIVE");
       console.log("held");
       setInterval(() => {}, 1000);`,
    ]);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    let waited = false;
    const lock = acquireFileLock(file, {
      onWait: () => {
        waited = true;
        child.kill("SIGKILL");
      },
    });
    (await lock)();
    expect(waited).toBe(true);
  });
});
