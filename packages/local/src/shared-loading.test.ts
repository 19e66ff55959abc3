import { AbortedError, type ModelProgress, type StreamOptions } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { SharedLoading } from "./shared-loading.ts";

interface Started {
  options: StreamOptions;
  resolve(value: string): void;
  reject(error: unknown): void;
}

function subject({ stoppable = true } = {}): { loading: SharedLoading<string>; starts: Started[] } {
  const starts: Started[] = [];
  const loading = new SharedLoading(
    (options) =>
      new Promise<string>((resolve, reject) => {
        starts.push({ options, resolve, reject });
        if (stoppable) options.signal?.addEventListener("abort", () => reject(new AbortedError()));
      }),
  );
  return { loading, starts };
}

async function started(starts: readonly Started[], count: number): Promise<void> {
  await expect.poll(() => starts.length).toBe(count);
}

describe("SharedLoading", () => {
  it("loads once for all, and tells all of the progress", async () => {
    const { loading, starts } = subject();
    const seen: ModelProgress[] = [];
    const onProgress = (progress: ModelProgress) => seen.push(progress);
    const all = Promise.all([loading.get({ onProgress }), loading.get({ onProgress })]);
    await started(starts, 1);
    starts[0]?.options.onProgress?.({ message: "half" });
    starts[0]?.resolve("there");
    expect(await all).toEqual(["there", "there"]);
    expect(seen).toHaveLength(2);
    expect(await loading.get({})).toBe("there");
    expect(starts).toHaveLength(1);
    expect(loading.loaded).toBe("there");
  });

  it("goes on for the others when one stops waiting", async () => {
    const { loading, starts } = subject();
    const stop = new AbortController();
    const first = loading.get({ signal: stop.signal });
    const second = loading.get({});
    await started(starts, 1);
    stop.abort();
    await expect(first).rejects.toBeInstanceOf(AbortedError);
    expect(starts[0]?.options.signal?.aborted).toBe(false);
    starts[0]?.resolve("there");
    expect(await second).toBe("there");
  });

  it("stops when nobody waits any more, and starts again for the next", async () => {
    const { loading, starts } = subject();
    const stop = new AbortController();
    const first = loading.get({ signal: stop.signal });
    await started(starts, 1);
    stop.abort();
    await expect(first).rejects.toBeInstanceOf(AbortedError);
    expect(starts[0]?.options.signal?.aborted).toBe(true);
    const second = loading.get({});
    await started(starts, 2);
    starts[1]?.resolve("there");
    expect(await second).toBe("there");
  });

  it("keeps what came although nobody waited any more, and loads nothing beside it", async () => {
    const { loading, starts } = subject({ stoppable: false });
    const stop = new AbortController();
    const first = loading.get({ signal: stop.signal });
    await started(starts, 1);
    stop.abort();
    await expect(first).rejects.toBeInstanceOf(AbortedError);
    const settled = loading.settled();
    const second = loading.get({});
    starts[0]?.resolve("there after all");
    expect(await second).toBe("there after all");
    expect(await settled).toBe("there after all");
    expect(starts).toHaveLength(1);
  });

  it("tries again after a failure", async () => {
    const { loading, starts } = subject();
    const first = loading.get({});
    await started(starts, 1);
    starts[0]?.reject(new Error("no network"));
    await expect(first).rejects.toThrow("no network");
    expect(await loading.settled()).toBeUndefined();
    const second = loading.get({});
    await started(starts, 2);
    starts[1]?.resolve("there");
    expect(await second).toBe("there");
    expect(await loading.settled()).toBe("there");
  });
});
