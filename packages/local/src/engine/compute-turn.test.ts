import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLockWanted } from "../file-lock.ts";
import { ComputeTurn } from "./compute-turn.ts";

describe("ComputeTurn", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "colloquy-turn-"));
    file = path.join(folder, "compute.lock");
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Two processes' turns are two of these; the lock does not know the difference. */
  const turn = () => new ComputeTurn(file, 0);

  it("is had by one at a time, and again after its end", async () => {
    const one = turn();
    const other = turn();
    await one.begin();
    let began = false;
    const waiting = other.begin().then(() => (began = true));
    await expect.poll(() => isLockWanted(file)).toBe(true);
    expect(began).toBe(false);
    one.end();
    await waiting;
    other.end();
    await one.begin();
    one.end();
  });

  it("is given up between two steps while somebody waits, and taken again after them", async () => {
    const long = turn();
    const short = turn();
    await long.begin();
    const log: string[] = [];
    const waiting = short.begin().then(() => {
      log.push("short");
      short.end();
    });
    await expect.poll(() => isLockWanted(file)).toBe(true);
    await long.breathe();
    log.push("long goes on");
    await waiting;
    expect(log).toEqual(["short", "long goes on"]);
    long.end();
  });

  it("goes on at once while nobody waits, and while its work must not be broken", async () => {
    const long = turn();
    await long.begin();
    await long.breathe();
    let began = false;
    const waiting = turn()
      .begin()
      .then(() => (began = true));
    await expect.poll(() => isLockWanted(file)).toBe(true);
    await long.unbroken(() => long.breathe());
    expect(began).toBe(false);
    long.end();
    await waiting;
  });

  it("asks for nothing where it was never begun", async () => {
    await turn().breathe();
    expect(isLockWanted(file)).toBe(false);
  });
});
