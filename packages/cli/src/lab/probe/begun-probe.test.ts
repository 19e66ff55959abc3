import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProbeOutcome } from "@colloquy/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { begunProbe, type ProbeQuestion } from "./begun-probe.ts";

const question: ProbeQuestion = {
  model: "m",
  provider: null,
  parameters: ["top_k"],
  seed: undefined,
};
const refused = (message: string): ProbeOutcome => ({ type: "refused", message });
const DAY_MS = 86_400_000;

describe("begunProbe", () => {
  let cache = "";
  let unkept: string[] = [];
  const begin = (given: Partial<ProbeQuestion>, now: number) =>
    begunProbe(
      { ...question, ...given },
      { cache, now, onUnkept: (reason) => void unkept.push(reason) },
    );
  beforeEach(() => {
    cache = mkdtempSync(path.join(os.tmpdir(), "colloquy-begun-"));
    unkept = [];
  });
  afterEach(() => {
    rmSync(cache, { recursive: true, force: true });
  });

  it("finds what came before it was stopped, but no failed call, and nothing once finished", async () => {
    const first = await begin({}, 0);
    await first.add(3, refused("no"));
    await first.add(4, { type: "failed", message: "cut" });
    const again = await begin({}, 1);
    expect(again.seed).toBe(first.seed);
    expect([...again.outcomes]).toEqual([[3, refused("no")]]);
    await again.finish();
    expect((await begin({}, 2)).outcomes.size).toBe(0);
  });

  it("begins anew after a day, with another seed, and for another question", async () => {
    await (await begin({ seed: 7 }, 0)).add(0, refused("no"));
    const sizes = async (given: Partial<ProbeQuestion>, now: number) =>
      (await begin(given, now)).outcomes.size;
    expect(await sizes({ seed: 7 }, DAY_MS - 1)).toBe(1);
    expect(await sizes({}, DAY_MS)).toBe(0);
    expect(await sizes({ seed: 8 }, 1)).toBe(0);
    expect(await sizes({ parameters: ["top_p"] }, 1)).toBe(0);
    expect(await sizes({ model: "n" }, 1)).toBe(0);
  });

  it("takes nothing of another process that probes the same, nor of a torn or foreign line", async () => {
    const first = await begin({ seed: 1 }, 0);
    const second = await begin({ seed: 2 }, 0);
    await first.add(0, refused("first"));
    await second.add(0, refused("second"));
    await first.add(1, refused("first"));
    const [file = ""] = readdirSync(path.join(cache, "lab", "probes"));
    appendFileSync(
      path.join(cache, "lab", "probes", file),
      '[2, "x", {}]\n{"seed": 9}\n[2, 5, {"ty',
    );
    const resumed = await begin({}, 1);
    expect(resumed.seed).toBe(2);
    expect([...resumed.outcomes]).toEqual([[0, refused("second")]]);
  });

  it("goes on where nothing can be written, and says so once", async () => {
    writeFileSync(path.join(cache, "lab"), "a file, no folder");
    const probe = await begin({}, 0);
    await Promise.all([0, 1, 2].map((place) => probe.add(place, refused("no"))));
    await probe.finish();
    expect(unkept).toEqual([expect.stringMatching(/ENOTDIR|EEXIST/)]);
  });
});
