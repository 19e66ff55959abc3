import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StateSlots } from "./saved-states.ts";
import { SavedStates } from "./saved-states.ts";

/** Slots whose state is the tokens and some bytes, in the files' own format. */
class FakeSlots implements StateSlots {
  readonly size = 1000;
  readonly slots: number[][] = [[], []];
  loads = 0;

  held(slot: number): readonly number[] {
    return this.slots[slot] ?? [];
  }

  async save(slot: number, file: string): Promise<void> {
    const tokens = this.held(slot);
    const header = Buffer.alloc(12);
    header.writeUInt32LE(0x67677371, 0);
    header.writeUInt32LE(tokens.length, 8);
    await mkdir(path.dirname(file), { recursive: true });
    const body = Buffer.from(Int32Array.from(tokens).buffer);
    await writeFile(file, Buffer.concat([header, body, Buffer.alloc(10_000)]));
    this.slots[1] = [...tokens];
  }

  load(slot: number, _file: string): Promise<void> {
    this.loads++;
    this.slots[slot] = [...(this.slots[1] ?? [])];
    return Promise.resolve();
  }

  reset(slot: number): void {
    this.slots[slot] = [];
  }
}

describe("SavedStates", () => {
  let root: string;
  let slots: FakeSlots;
  beforeEach(async () => {
    root = path.join(await mkdtemp(path.join(os.tmpdir(), "colloquy-states-")), "states");
    slots = new FakeSlots();
  });
  afterEach(() => rm(path.dirname(root), { recursive: true }));

  const range = (from: number, length: number) =>
    Array.from({ length }, (_, index) => from + index);
  const save = async (states: SavedStates, tokens: number[]): Promise<void> => {
    slots.slots[0] = tokens;
    await states.save(slots, 0);
  };
  const files = async () =>
    (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".state"));

  it("loads what shares most, and nothing when it gains little", async () => {
    const states = new SavedStates({ root, key: "k" });
    await save(states, range(0, 100));
    slots.reset(0);
    await states.load(slots, 0, range(0, 90));
    expect(slots.loads).toBe(1);
    await states.load(slots, 0, range(500, 90));
    slots.slots[0] = range(0, 85);
    await states.load(slots, 0, range(0, 90));
    expect(slots.loads).toBe(1);
  });

  it("gives up a state for the one that goes on from it, and keeps others", async () => {
    const states = new SavedStates({ root, key: "k" });
    await save(states, range(0, 50));
    await save(states, range(0, 80));
    await save(states, range(0, 80));
    await save(states, [...range(0, 40), ...range(900, 20)]);
    expect(await files()).toHaveLength(2);
  });

  it("keeps to its cap, the least recently used first, over all models", async () => {
    const small = (key: string) => new SavedStates({ root, key, cap: 25_000 });
    await save(small("a"), range(0, 50));
    const [first = ""] = await files();
    await utimes(path.join(root, first), 1, 1);
    await save(small("b"), range(100, 50));
    await save(small("a"), range(200, 50));
    expect(await files()).toHaveLength(2);
    expect(await files()).not.toContain(first);
  });

  it("removes a damaged file, passes over what is none, and goes on without", async () => {
    const states = new SavedStates({ root, key: "k" });
    await save(states, range(0, 50));
    const [name = ""] = await files();
    const bytes = await readFile(path.join(root, name));
    bytes[bytes.length - 1] = 1;
    await writeFile(path.join(root, name), bytes);
    await writeFile(path.join(root, "k", "short.state"), "x");
    slots.reset(0);
    await states.load(slots, 0, range(0, 50));
    expect(slots.loads).toBe(0);
    expect(await files()).toEqual([path.join("k", "short.state")]);
  });

  it("costs nothing but time where nothing can be written", async () => {
    await writeFile(path.dirname(root) + "/file", "");
    const states = new SavedStates({ root: path.join(path.dirname(root), "file"), key: "k" });
    await save(states, range(0, 50));
    await states.load(slots, 0, range(0, 50));
    expect(slots.loads).toBe(0);
  });
});
