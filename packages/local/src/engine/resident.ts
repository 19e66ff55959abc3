import { AbortedError } from "@colloquy/core";
import type { Decoder } from "./decoder.ts";
import { answerAlone, writeOn, type Threads } from "./alone.ts";
import { readBody, sharedPrefix } from "./read-prompt.ts";
import type { SavedStates } from "./saved-states.ts";
import type { Job } from "./scheduler.ts";
import { follow, type Trace } from "./trace.ts";
import type { Writing, WritingTools } from "./writing.ts";

export interface ResidentOptions {
  openDecoder(): Promise<Decoder>;
  tools: WritingTools;
  threads: Threads;
  states: SavedStates | undefined;
}

const SLOT = 0;
/** Tokens that take longer to read again than their state takes to write. */
const WORTH_SAVING = 128;

/**
 * The one slot with the model's whole window, in which answers are computed one after the other. It keeps
 * the last prompt's state, in memory and in a file, so that a conversation is read only once.
 */
export class Resident {
  /** May be changed when better ones become known. */
  threads: Threads;
  readonly #options: ResidentOptions;
  #decoder: Promise<Decoder> | undefined;
  #unsaved = false;
  /** The answered prompt with its answer, as the next prompt of that conversation will begin. */
  #continuation: readonly number[] | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: ResidentOptions) {
    this.#options = options;
    this.threads = options.threads;
  }

  /** The slot's context, opened when first used. */
  decoder(): Promise<Decoder> {
    this.#decoder ??= this.#options.openDecoder().catch((error: unknown) => {
      this.#decoder = undefined;
      throw error;
    });
    return this.#decoder;
  }

  /** Computes one answer and settles its job. Afterwards the slot holds the whole prompt. */
  async answer(job: Job): Promise<void> {
    const { generation } = job;
    const { threads } = this;
    this.#continuation = undefined;
    await this.#saving;
    try {
      const decoder = await this.decoder();
      await this.#saveBeforeLosing(decoder, generation.prompt);
      const ending = await answerAlone(generation, {
        ...this.#options,
        threads: this.threads,
        decoder,
        slot: SLOT,
      });
      this.#unsaved = true;
      this.#continuation = generation.continuation?.();
      job.resolve(ending);
      // The prompt's last token was read alone; read beside another it can be kept.
      await readBody(decoder, SLOT, generation.prompt, { threads: threads.read });
    } catch (error) {
      job.reject(error);
    }
  }

  /**
   * Goes on with an answer that was begun elsewhere, its tokens read again one at a time as they were there:
   * llama.cpp does not take over a state from a context of another width. Settles its job.
   */
  async resume(job: Job, writing: Writing): Promise<void> {
    const { prompt, signal } = job.generation;
    const { read, decode } = this.threads;
    this.#continuation = undefined;
    await this.#saving;
    try {
      const decoder = await this.decoder();
      await this.#saveBeforeLosing(decoder, prompt);
      await readBody(decoder, SLOT, prompt.slice(0, -1), { threads: read, signal });
      for (const token of writing.decoded) {
        if (signal?.aborted) throw new AbortedError();
        await decoder.decode([{ slot: SLOT, token }], decode);
      }
      job.resolve(await writeOn(writing, { decoder, slot: SLOT, threads: this.threads }));
      decoder.truncate(SLOT, prompt.length - 1);
    } catch (error) {
      job.reject(error);
      (await this.decoder()).reset(SLOT);
    } finally {
      writing.dispose();
    }
  }

  /** Follows a text in the slot, as if it were generated. */
  async follow(trace: Trace): Promise<void> {
    await this.#saving;
    const decoder = await this.decoder();
    await this.#saveBeforeLosing(decoder, trace.prompt);
    await follow(trace, { ...this.#options, threads: this.threads, decoder, slot: SLOT });
  }

  /** Whether there is an answer that was not yet read as prompt. */
  get canReadAhead(): boolean {
    return this.#continuation !== undefined;
  }

  /** Reads the last answer as prompt, while nobody waits. Stops at `signal`; what was read stays. */
  async readAhead(signal: AbortSignal): Promise<void> {
    const continuation = this.#continuation;
    this.#continuation = undefined;
    if (!continuation || signal.aborted) return;
    await this.#saving;
    const decoder = await this.decoder();
    try {
      await readBody(decoder, SLOT, continuation, { threads: this.threads.read, signal });
    } catch {
      if (sharedPrefix(decoder.held(SLOT), continuation) < decoder.held(SLOT).length)
        decoder.reset(SLOT);
    }
    this.#unsaved = true;
  }

  /** Saves the slot's state if it changed. Nothing may be computed in the slot meanwhile. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      if (!this.#unsaved || !this.#decoder) return;
      this.#unsaved = false;
      await this.#options.states?.save(await this.#decoder, SLOT);
    });
    return this.#saving;
  }

  /** Another conversation takes the slot: what reading this one cost is worth a file. */
  async #saveBeforeLosing(decoder: Decoder, prompt: readonly number[]): Promise<void> {
    const held = decoder.held(SLOT);
    if (held.length - sharedPrefix(held, prompt) >= WORTH_SAVING) await this.save();
  }

  async dispose(): Promise<void> {
    await this.save();
    await (await this.#decoder?.catch(() => undefined))?.dispose();
  }
}
