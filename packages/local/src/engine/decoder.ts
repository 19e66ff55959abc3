import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LlamaContext } from "node-llama-cpp";
import { Governor } from "./governor.ts";
import type { NativeContext, NativeSampler } from "./native-context.ts";

/** The next token for one slot. */
export interface DecodeInput {
  slot: number;
  token: number;
}

/** Awaited before each step, so that others can have the processor between two. */
export type Breathe = () => Promise<void>;

/** Slots that hold processed tokens, as they are read and written in. */
export interface Slots {
  readonly width: number;
  /** Tokens a slot can hold. */
  readonly size: number;
  held(slot: number): readonly number[];
  read(slot: number, tokens: readonly number[], threads: number): Promise<void>;
  decode(inputs: readonly DecodeInput[], threads: number): Promise<number[]>;
  sample(place: number, sampler: NativeSampler): Promise<number>;
  logits(place: number, plain: NativeSampler, vocabulary: number): Promise<Float32Array>;
  truncate(slot: number, length: number): void;
  reset(slot: number): void;
}

/**
 * A llama.cpp context whose sequences ("slots") each hold the processed state of some tokens. It decides
 * nothing: which tokens are read together, and so the exact logits, is the caller's choice. Calls must not
 * overlap.
 */
export class Decoder implements Slots {
  readonly width: number;
  /** Tokens a slot can hold. */
  readonly size: number;
  readonly #context: LlamaContext;
  readonly #native: NativeContext;
  readonly #held: number[][];
  readonly #governor = new Governor();
  readonly #breathe: Breathe;

  constructor(context: LlamaContext, native: NativeContext, breathe: Breathe = async () => {}) {
    this.#context = context;
    this.#native = native;
    this.#breathe = breathe;
    this.width = context.totalSequences;
    this.size = context.contextSize;
    this.#held = Array.from({ length: this.width }, () => []);
  }

  /** The tokens whose state the slot holds. */
  held(slot: number): readonly number[] {
    return this.#held[slot] ?? [];
  }

  /** Adds tokens to a slot's state in one batch. */
  async read(slot: number, tokens: readonly number[], threads: number): Promise<void> {
    if (tokens.length === 0) return;
    const held = this.#slot(slot);
    await this.#breathe();
    this.#native.initBatch(tokens.length);
    this.#native.addToBatch(slot, held.length, Uint32Array.from(tokens), new Uint32Array());
    await this.#compute(threads);
    for (const token of tokens) held.push(token);
  }

  /**
   * Adds one token to each of some slots, all in one batch, and returns for each where its logits are.
   * Slots must be in ascending order without gaps, or llama.cpp takes the batch apart.
   */
  async decode(inputs: readonly DecodeInput[], threads: number): Promise<number[]> {
    await this.#breathe();
    this.#native.initBatch(inputs.length);
    const places = inputs.map(({ slot, token }) => {
      const [index] = this.#native.addToBatch(
        slot,
        this.#slot(slot).length,
        Uint32Array.of(token),
        Uint32Array.of(0),
      );
      return index ?? -1;
    });
    await this.#compute(threads);
    for (const { slot, token } of inputs) this.#slot(slot).push(token);
    return places;
  }

  /** Draws the next token from the logits of the last `decode`. */
  sample(place: number, sampler: NativeSampler): Promise<number> {
    return this.#native.sampleToken(place, sampler);
  }

  /** All raw logits of the last `decode`, by token id. `greedy` must be a sampler without any stage. */
  async logits(place: number, greedy: NativeSampler, vocabulary: number): Promise<Float32Array> {
    const [, , , pairs] = await this.#native.sampleToken(place, greedy, false, false, true);
    const logits = new Float32Array(vocabulary).fill(Number.NEGATIVE_INFINITY);
    if (pairs)
      for (let at = 0; at + 1 < pairs.length; at += 2) {
        const token = pairs[at];
        const logit = pairs[at + 1];
        if (token !== undefined && logit !== undefined) logits[token] = logit;
      }
    return logits;
  }

  /** Forgets what a slot holds beyond `length` tokens. */
  truncate(slot: number, length: number): void {
    const held = this.#slot(slot);
    if (length >= held.length) return;
    if (length === 0 || !this.#native.removeTokenCellsFromSequence(slot, length, held.length)) {
      this.reset(slot);
      return;
    }
    held.length = length;
  }

  /** Empties a slot whatever its state, also after a failure in the middle of a batch. */
  reset(slot: number): void {
    this.#native.disposeSequence(slot);
    this.#slot(slot).length = 0;
  }

  /** Makes one slot hold the first `length` tokens of another. */
  async fork(target: number, source: number, length: number): Promise<void> {
    if (target === source) return this.truncate(target, length);
    const tokens = [...this.#slot(source)];
    if (!this.#native.copySequenceStateFromOtherSequence)
      return this.#forkThroughFile(target, source, length);
    const last = await this.#native.copySequenceStateFromOtherSequence(target, source);
    if (tokens.length > 0 && last !== tokens.length - 1)
      throw new Error(`llama.cpp copied ${last + 1} of ${tokens.length} tokens`);
    this.#held[target] = tokens;
    this.truncate(target, length);
  }

  /** Writes a slot's state to a new file that nobody else may read. */
  async save(slot: number, file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await (await open(file, "wx", 0o600)).close();
    await this.#native.saveSequenceStateToFile(file, slot, Uint32Array.from(this.#slot(slot)));
  }

  /** Replaces a slot's state by a saved one, which must come from the same model and the same options. */
  async load(slot: number, file: string): Promise<void> {
    this.truncate(slot, 0);
    const tokens = await this.#native.loadSequenceStateFromFile(file, slot, this.size);
    this.#held[slot] = [...tokens];
  }

  dispose(): Promise<void> {
    return this.#context.dispose();
  }

  /** Where the binding cannot copy a state: by way of a file, as anybody may save and load one. */
  async #forkThroughFile(target: number, source: number, length: number): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), "colloquy-fork-"));
    try {
      const file = path.join(folder, "state");
      await this.save(source, file);
      await this.load(target, file);
      this.truncate(target, length);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #compute(wanted: number): Promise<void> {
    return this.#governor.run(wanted, (threads) => {
      this.#native.setThreads(threads);
      return this.#native.decodeBatch();
    });
  }

  #slot(slot: number): number[] {
    const held = this.#held[slot];
    if (!held) throw new RangeError(`there is no slot ${slot}`);
    return held;
  }
}
