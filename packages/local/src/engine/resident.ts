import { AbortedError } from "@colloquy/core";
import { answerAlone, writeOn, type Threads } from "./alone.ts";
import type { GrowingSlot } from "./growing-slot.ts";
import { readBody, sharedPrefix } from "./read-prompt.ts";
import type { SavedStates } from "./saved-states.ts";
import type { Job } from "./scheduler.ts";
import { follow, type Trace } from "./trace.ts";
import type { Writing, WritingTools } from "./writing.ts";

export interface ResidentOptions {
  slot: GrowingSlot;
  tools: WritingTools;
  threads: Threads;
  states: SavedStates | undefined;
}

const SLOT = 0;
/** Tokens that take longer to read again than their state takes to write. */
const WORTH_SAVING = 128;
const USUAL_ANSWER = 512;

/**
 * The one slot with the model's whole window, in which answers are computed one after the other. It keeps
 * the last prompt's state, in memory and in a file, so that a conversation is read only once.
 */
export class Resident {
  /** May be changed when better ones become known. */
  threads: Threads;
  readonly #options: ResidentOptions;
  #unsaved = false;
  /** The answered prompt with its answer, as the next prompt of that conversation will begin. */
  #continuation: readonly number[] | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: ResidentOptions) {
    this.#options = options;
    this.threads = options.threads;
  }

  /** Computes one answer and settles its job. Afterwards the slot holds the whole prompt. */
  async answer(job: Job): Promise<void> {
    const { generation } = job;
    const { threads } = this;
    this.#continuation = undefined;
    await this.#saving;
    try {
      await this.#makeRoom(generation.prompt, generation.limit);
      const ending = await answerAlone(generation, {
        ...this.#options,
        threads: this.threads,
        decoder: this.#options.slot,
        slot: SLOT,
      });
      this.#unsaved = true;
      this.#continuation = generation.continuation?.();
      job.resolve(ending);
      // The prompt's last token was read alone; read beside another it can be kept.
      await readBody(this.#options.slot, SLOT, generation.prompt, { threads: threads.read });
    } catch (error) {
      job.reject(error);
    }
  }

  /**
   * Goes on with an answer that was begun elsewhere, its tokens read again one at a time as they were there:
   * llama.cpp does not take over a state from a context of another width. Settles its job.
   */
  async resume(job: Job, writing: Writing): Promise<void> {
    const { prompt, signal, limit } = job.generation;
    const { read, decode } = this.threads;
    const decoder = this.#options.slot;
    this.#continuation = undefined;
    await this.#saving;
    try {
      await this.#makeRoom(prompt, limit);
      await readBody(decoder, SLOT, prompt.slice(0, -1), { threads: read, signal });
      for (const token of writing.decoded) {
        if (signal?.aborted) throw new AbortedError();
        await decoder.decode([{ slot: SLOT, token }], decode);
      }
      job.resolve(await writeOn(writing, { decoder, slot: SLOT, threads: this.threads }));
      decoder.truncate(SLOT, prompt.length - 1);
    } catch (error) {
      job.reject(error);
      decoder.reset(SLOT);
    } finally {
      writing.dispose();
    }
  }

  /** Follows a text in the slot, as if it were generated. */
  async follow(trace: Trace): Promise<void> {
    await this.#saving;
    await this.#makeRoom(trace.prompt, trace.answer.length + 1);
    const decoder = this.#options.slot;
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
    if (!continuation || signal.aborted || continuation.length > this.#options.slot.size) return;
    await this.#saving;
    const decoder = this.#options.slot;
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
      if (!this.#unsaved) return;
      this.#unsaved = false;
      await this.#options.states?.save(this.#options.slot, SLOT);
    });
    return this.#saving;
  }

  async dispose(): Promise<void> {
    await this.save();
    await this.#options.slot.dispose();
  }

  /** Room for a prompt and a usual answer. Another conversation's state is worth a file before it goes. */
  async #makeRoom(prompt: readonly number[], limit: number): Promise<void> {
    const { slot } = this.#options;
    const held = slot.held(SLOT);
    if (held.length - sharedPrefix(held, prompt) >= WORTH_SAVING) await this.save();
    await slot.reserve(prompt.length + Math.min(limit, USUAL_ANSWER));
  }
}
