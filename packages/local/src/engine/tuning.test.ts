import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTuning, tuningFile, untuned, writeTuning } from "./tuning.ts";

describe("a machine's tuning", () => {
  let cacheDir: string;
  beforeEach(async () => {
    cacheDir = await mkdtemp(path.join(os.tmpdir(), "colloquy-tuning-"));
  });
  afterEach(() => rm(cacheDir, { recursive: true }));

  const now = new Date("2030-01-01T00:00:00Z");
  const measured = { ...untuned(), cpu_share: 0.99, measured_at: now.toISOString() };

  it("is kept, for a month", async () => {
    const file = tuningFile(cacheDir, "a model");
    expect(await readTuning(file, now)).toBeUndefined();
    await writeTuning(file, measured);
    expect(await readTuning(file, now)).toEqual(measured);
    expect(await readTuning(file, new Date("2030-03-01T00:00:00Z"))).toBeUndefined();
    expect(tuningFile(cacheDir, "another")).not.toBe(file);
  });

  it("is not kept when others had the processor meanwhile", async () => {
    const file = tuningFile(cacheDir, "a model");
    await writeTuning(file, { ...measured, cpu_share: 0.5 });
    expect(await readTuning(file, now)).toBeUndefined();
  });
});
