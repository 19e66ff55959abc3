import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Governor, timed } from "./governor.ts";

describe("Governor", () => {
  it("gives up several threads when they do not get the processor", async () => {
    const governor = new Governor();
    const given: number[] = [];
    // Waiting takes no processor time: the threads that were paid for got none.
    const idle = (threads: number) => {
      given.push(threads);
      return sleep(30);
    };
    for (let run = 0; run < 3; run++) await governor.run(2, idle);
    expect(given.filter((threads) => threads === 2).length).toBeLessThanOrEqual(1);
    expect(given.at(-1)).toBe(1);
  });

  it("passes on results and failures", async () => {
    const governor = new Governor();
    expect(await governor.run(2, () => Promise.resolve("done"))).toBe("done");
    await expect(governor.run(2, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});

describe("timed", () => {
  it("knows waiting from working", async () => {
    expect((await timed(1, () => sleep(50))).cpuShare).toBeLessThan(0.9);
    const { value, ms } = await timed(1, async () => {
      await sleep(20);
      return 7;
    });
    expect([value, ms > 10]).toEqual([7, true]);
  });
});
