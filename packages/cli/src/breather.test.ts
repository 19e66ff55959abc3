import { AbortedError } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { breather } from "./breather.ts";

/** Keeps the thread busy. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe("breather", () => {
  it("lets a timer stop a loop that never waits by itself, and shows how far it came", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 10);
    const shown: number[] = [];
    const breathe = breather(stop.signal, (done) => void shown.push(done));
    const loop = async (): Promise<void> => {
      for (let done = 0; done < 1_000; done += 1) {
        await breathe(done, 1_000);
        work(5);
      }
    };
    await expect(loop()).rejects.toBeInstanceOf(AbortedError);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThan(1_000);
  });
});
