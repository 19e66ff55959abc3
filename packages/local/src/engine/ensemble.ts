import { AbortedError } from "@colloquy/core";
import type { Decoder } from "./decoder.ts";
import { readBody, reusable, sharedPrefix } from "./read-prompt.ts";
import type { Job } from "./scheduler.ts";
import { Writing, type WritingTools } from "./writing.ts";

export interface EnsembleOptions {
  decoder: Decoder;
  tools: WritingTools;
  /** Threads for reading a prompt. */
  readThreads: number;
  /** Threads for one step of that many answers. */
  stepThreads(answers: number): number;
  /** Hands out a further job when a slot is free. */
  more(): Job | undefined;
  /** Takes over an answer that has outgrown its slot. */
  outgrown(job: Job, writing: Writing): void;
}

/** An answer in its slot. */
interface Voice {
  job: Job;
  writing: Writing;
  /** Tokens of the prompt but its last: what of the slot's state is canonical. */
  body: number;
}

/**
 * Writes many answers in lock-step, a token of each in one batch. Voices sit in slots 0, 1, 2, … without a
 * gap, since llama.cpp takes apart a batch whose sequences do not follow each other; prompts that share a
 * beginning are read once and copied. Each answer is the same as if it were written alone.
 */
export class Ensemble {
  readonly #options: EnsembleOptions;
  readonly #voices: Voice[] = [];

  constructor(options: EnsembleOptions) {
    this.#options = options;
  }

  /** Computes the jobs and those `more` hands out. Settles every one of them, whatever happens. */
  async answer(jobs: readonly Job[]): Promise<void> {
    const waiting = [...jobs];
    try {
      for (;;) {
        await this.#fill(waiting);
        if (this.#voices.length === 0) return;
        await this.#step();
      }
    } catch (error) {
      for (const { job, writing } of this.#voices) {
        writing.dispose();
        job.reject(error);
      }
      for (const job of waiting) job.reject(error);
      for (let slot = 0; slot < this.#options.decoder.width; slot++)
        this.#options.decoder.reset(slot);
    }
  }

  async #fill(waiting: Job[]): Promise<void> {
    while (this.#voices.length < this.#options.decoder.width) {
      const job = waiting.shift() ?? this.#options.more();
      if (!job) return;
      const slot = this.#voices.length;
      try {
        this.#voices.push(await this.#begin(job, slot));
      } catch (error) {
        job.reject(error);
        if (!(error instanceof AbortedError)) this.#options.decoder.reset(slot);
      }
    }
  }

  async #begin(job: Job, slot: number): Promise<Voice> {
    const { decoder, tools, readThreads } = this.#options;
    const { generation } = job;
    const body = generation.prompt.slice(0, -1);
    await this.#borrow(slot, body);
    const cached = await readBody(decoder, slot, body, {
      threads: readThreads,
      signal: generation.signal,
      onProgress: (done, total) =>
        generation.onProgress({ message: "reading the prompt", done, total }),
    });
    generation.onStart(cached);
    return { job, writing: await Writing.begin(generation, tools), body: body.length };
  }

  /** Brings what another slot already has of a prompt into a slot. */
  async #borrow(slot: number, body: readonly number[]): Promise<void> {
    const { decoder } = this.#options;
    let best = slot;
    let most = reusable(sharedPrefix(decoder.held(slot), body), body.length);
    for (let other = 0; other < decoder.width; other++) {
      const shared = sharedPrefix(decoder.held(other), body);
      const canonical = this.#voices[other]?.body ?? shared;
      const usable = reusable(Math.min(shared, canonical), body.length);
      if (usable <= most) continue;
      best = other;
      most = usable;
    }
    if (best !== slot) await decoder.fork(slot, best, most);
  }

  async #step(): Promise<void> {
    const { decoder } = this.#options;
    await this.#leaveStopped();
    const voices = [...this.#voices];
    if (voices.length === 0) return;
    const places = await decoder.decode(
      voices.map(({ writing }, slot) => ({ slot, token: writing.token })),
      this.#options.stepThreads(voices.length),
    );
    const drawn = await Promise.allSettled(
      voices.map(({ writing }, slot) => writing.draw(decoder, places[slot] ?? -1)),
    );
    // From the last to the first: a voice that leaves is replaced by one behind it.
    for (const [slot, result] of [...drawn.entries()].toReversed()) {
      const ending = result.status === "fulfilled" ? result.value : undefined;
      if (result.status === "rejected")
        await this.#leave(slot, ({ job }) => job.reject(result.reason));
      else if (ending) await this.#leave(slot, ({ job }) => job.resolve(ending));
      else if (decoder.held(slot).length >= decoder.size) await this.#outgrow(slot);
    }
  }

  /** Those whose signal fired make room at once. */
  async #leaveStopped(): Promise<void> {
    for (let slot = this.#voices.length - 1; slot >= 0; slot--)
      if (this.#voices[slot]?.job.generation.signal?.aborted)
        await this.#leave(slot, ({ job }) => job.reject(new AbortedError()));
  }

  async #outgrow(slot: number): Promise<void> {
    const voice = this.#voices[slot];
    if (!voice) return;
    this.#options.outgrown(voice.job, voice.writing);
    await this.#close(slot);
  }

  async #leave(slot: number, settle: (voice: Voice) => void): Promise<void> {
    const voice = this.#voices[slot];
    if (!voice) return;
    voice.writing.dispose();
    settle(voice);
    await this.#close(slot);
  }

  /** Frees a slot: its prompt stays, for others that begin alike, unless the last voice moves there. */
  async #close(slot: number): Promise<void> {
    const { decoder } = this.#options;
    const last = this.#voices.length - 1;
    const gone = this.#voices[slot];
    const moved = this.#voices.pop();
    if (!gone || !moved) return;
    if (slot === last) return decoder.truncate(slot, gone.body);
    await decoder.fork(slot, last, decoder.held(last).length);
    this.#voices[slot] = moved;
    decoder.truncate(last, moved.body);
  }
}
