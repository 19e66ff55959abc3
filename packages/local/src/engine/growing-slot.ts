import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DecodeInput, Decoder, Slots } from "./decoder.ts";
import type { NativeSampler } from "./native-context.ts";

/** Most conversations never need more. */
const SMALLEST = 2048;

/**
 * One slot that holds as much as the model's window, in a context that is only as big as needed so far: a
 * window of 8,192 tokens takes a quarter of a second and 190 MB to open, a quarter of it a quarter. The slot's state
 * moves along when it grows, bit by bit the same.
 */
export class GrowingSlot implements Slots {
  readonly width = 1;
  /** The window. */
  readonly size: number;
  readonly #open: (size: number) => Promise<Decoder>;
  #decoder: Decoder | undefined;

  constructor(window: number, open: (size: number) => Promise<Decoder>) {
    this.size = window;
    this.#open = open;
  }

  /** Makes room for so many tokens at once, instead of step by step. */
  async reserve(tokens: number): Promise<void> {
    const wanted = Math.min(tokens, this.size);
    if (this.#decoder && this.#decoder.size >= wanted) return;
    let size = SMALLEST;
    while (size < wanted) size *= 2;
    const grown = await this.#open(Math.min(size, this.size));
    const old = this.#decoder;
    this.#decoder = grown;
    if (!old) return;
    try {
      if (old.held(0).length > 0) await move(old, grown);
    } finally {
      await old.dispose();
    }
  }

  held(slot: number): readonly number[] {
    return this.#decoder?.held(slot) ?? [];
  }

  async read(slot: number, tokens: readonly number[], threads: number): Promise<void> {
    await (await this.#roomFor(tokens.length)).read(slot, tokens, threads);
  }

  async decode(inputs: readonly DecodeInput[], threads: number): Promise<number[]> {
    return (await this.#roomFor(1)).decode(inputs, threads);
  }

  sample(place: number, sampler: NativeSampler): Promise<number> {
    return this.#there().sample(place, sampler);
  }

  logits(place: number, plain: NativeSampler, vocabulary: number): Promise<Float32Array> {
    return this.#there().logits(place, plain, vocabulary);
  }

  truncate(slot: number, length: number): void {
    this.#decoder?.truncate(slot, length);
  }

  reset(slot: number): void {
    this.#decoder?.reset(slot);
  }

  save(slot: number, file: string): Promise<void> {
    return this.#there().save(slot, file);
  }

  async load(slot: number, file: string, tokens: number): Promise<void> {
    this.truncate(slot, 0);
    await this.reserve(tokens);
    await this.#there().load(slot, file);
  }

  async dispose(): Promise<void> {
    await this.#decoder?.dispose();
    this.#decoder = undefined;
  }

  async #roomFor(more: number): Promise<Decoder> {
    await this.reserve(this.held(0).length + more);
    return this.#there();
  }

  #there(): Decoder {
    if (!this.#decoder) throw new Error("nothing was read yet");
    return this.#decoder;
  }
}

async function move(from: Decoder, to: Decoder): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "colloquy-grow-"));
  try {
    const file = path.join(folder, "state");
    await from.save(0, file);
    await to.load(0, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
