import type { Threads } from "./alone.ts";
import type { Decoder } from "./decoder.ts";
import { Ensemble } from "./ensemble.ts";
import type { Job, More } from "./scheduler.ts";
import { measure, readTuning, untuned, writeTuning, type Tuning } from "./tuning.ts";
import type { Writing, WritingTools } from "./writing.ts";

export interface TogetherOptions {
  openDecoder(options: { width: number; size: number }): Promise<Decoder>;
  tools: WritingTools;
  maxThreads: number;
  /** Chosen by the caller. With a choice for batches nothing is measured. */
  threads: Partial<Threads>;
  /** Tokens that a slot is made for where the request sets no limit. */
  usualAnswer?: number | undefined;
  /** Where this machine's tuning is kept. */
  tuningFile: string;
  /** Runs what must not be paused, since its time is measured. */
  unbroken: <T>(work: () => Promise<T>) => Promise<T>;
  /** Computes one answer, where there is no memory for more. */
  alone(job: Job): Promise<void>;
  /** Goes on alone with an answer that was begun in a batch. */
  resume(job: Job, writing: Writing): Promise<void>;
  /** Told of what was measured or read. */
  onTuning(tuning: Tuning): void;
}

/** Answers of one batch at most. */
export const WIDEST = 16;
const HALF = 8;
/** Tokens that all slots together may hold: what the resident slot's window takes, twice. */
const CELLS = 16_384;
/** An answer without a limit is taken to be no longer; one that is goes on alone. */
const USUAL_ANSWER = 512;
const ROUND = 64;
/** Enough for what is measured. */
const MEASURED_SLOT = 256;

interface Outgrown {
  job: Job;
  writing: Writing;
}

/** Computes answers that were asked for together, in a context of its own that is opened when first needed. */
export class Together {
  readonly #options: TogetherOptions;
  #decoder: Decoder | undefined;
  #tuning: Tuning | undefined;

  constructor(options: TogetherOptions) {
    this.#options = options;
  }

  /** Whether a job may share a batch: not one that a grammar slows down, nor one that would fill it alone. */
  mayJoin(job: Job): boolean {
    return job.generation.grammar === undefined && this.#need(job) <= CELLS / HALF;
  }

  /** From how many jobs on a batch pays on this machine; measured once, when first asked. */
  async enoughToJoin(): Promise<number> {
    const { enough_to_join } = await this.#tuned();
    return enough_to_join ?? Number.POSITIVE_INFINITY;
  }

  /** Computes the jobs and those `more` hands out. Settles all of them. */
  async answer(jobs: readonly Job[], more: More): Promise<void> {
    const outgrown: Outgrown[] = [];
    const tuning = await this.#tuned();
    const decoder = await this.#decoderFor(jobs).catch(() => undefined);
    if (!decoder) {
      this.#tuning = { ...tuning, enough_to_join: null };
      for (const job of jobs) await this.#options.alone(job);
      return;
    }
    await new Ensemble({
      decoder,
      tools: this.#options.tools,
      readThreads: tuning.read_threads,
      stepThreads: (answers) => (answers > 1 ? tuning.batch_threads : tuning.decode_threads),
      more: () => more((job) => this.#need(job) <= decoder.size),
      outgrown: (job, writing) => void outgrown.push({ job, writing }),
    }).answer(jobs);
    for (const { job, writing } of outgrown) await this.#options.resume(job, writing);
  }

  /** Whether a context is held that no batch needs at the moment. */
  get holdsContext(): boolean {
    return this.#decoder !== undefined;
  }

  /** Frees the context; the next batch opens one again. */
  async dispose(): Promise<void> {
    await this.#decoder?.dispose();
    this.#decoder = undefined;
  }

  /** Tokens a job's slot should hold. */
  #need({ generation: { prompt, limit } }: Job): number {
    return prompt.length + Math.min(limit, this.#options.usualAnswer ?? USUAL_ANSWER);
  }

  async #decoderFor(jobs: readonly Job[]): Promise<Decoder> {
    const longest = Math.max(...jobs.map((job) => this.#need(job)));
    const wanted = jobs.length > HALF ? WIDEST : HALF;
    const size = Math.ceil(longest / ROUND) * ROUND;
    const width = Math.min(wanted, Math.floor(CELLS / size));
    const there = this.#decoder;
    if (there && there.width >= width && there.size >= size) return there;
    await this.dispose();
    this.#decoder = await this.#options.openDecoder({ width, size });
    return this.#decoder;
  }

  async #tuned(): Promise<Tuning> {
    const { decode, read, batch } = this.#options.threads;
    if (batch !== undefined) {
      const { decode_threads, read_threads, ...rest } = untuned();
      return {
        ...rest,
        decode_threads: decode ?? decode_threads,
        read_threads: read ?? read_threads,
        batch_threads: batch,
      };
    }
    this.#tuning ??= await readTuning(this.#options.tuningFile, new Date());
    this.#tuning ??= await this.#measured();
    this.#options.onTuning(this.#tuning);
    return this.#tuning;
  }

  async #measured(): Promise<Tuning> {
    const { tools, maxThreads, tuningFile, unbroken } = this.#options;
    const plain = tools.newSampler();
    try {
      plain.applyConfig({ temperature: 0, seed: 0 });
      await this.dispose();
      const decoder = await this.#options.openDecoder({ width: WIDEST, size: MEASURED_SLOT });
      this.#decoder = decoder;
      const { vocabularySize } = tools;
      const subject = { decoder, plain, vocabularySize, maxThreads };
      const tuning = await unbroken(() => measure(subject, new Date()));
      await writeTuning(tuningFile, tuning);
      return tuning;
    } catch {
      return untuned();
    } finally {
      plain.dispose();
      for (let slot = 0; slot < (this.#decoder?.width ?? 0); slot++)
        this.#decoder?.truncate(slot, 0);
    }
  }
}
