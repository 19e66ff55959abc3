import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Decoder } from "./decoder.ts";
import { timed } from "./governor.ts";
import type { NativeSampler } from "./native-context.ts";

/** How this machine is best used for one model. */
export interface Tuning {
  /** Threads for one token, for a prompt, and for a batch of answers. */
  decode_threads: number;
  read_threads: number;
  batch_threads: number;
  /** From how many answers on a batch is quicker than one after the other; null if it never is. */
  enough_to_join: number | null;
  /** Tokens a second that were measured. */
  rates: { alone: number; together: number; reading: number };
  /** Processor time the measuring got of what its threads could have used; low where others were at work. */
  cpu_share: number;
  measured_at: string;
}

/** What is assumed until something was measured. */
export function untuned(): Tuning {
  return {
    decode_threads: 1,
    read_threads: Math.min(2, availableParallelism()),
    batch_threads: Math.min(2, availableParallelism()),
    enough_to_join: 3,
    rates: { alone: 0, together: 0, reading: 0 },
    cpu_share: 0,
    measured_at: "",
  };
}

/** A batch must be this much quicker to be worth its memory. */
const WORTHWHILE = 1.15;
const REPEATS = 4;
const PROMPT = 32;
const READ = 128;
const KEEP_DAYS = 30;
/** Measured with less than this of the processor, a tuning is good for the moment only. */
const QUIET = 0.85;

export interface Bench {
  /** Width 16 if it can be had, and at least 256 tokens a slot. Its state is lost. */
  decoder: Decoder;
  plain: NativeSampler;
  vocabularySize: number;
  maxThreads: number;
}

/**
 * Measures in a second or two how many threads suit one token, a prompt and a batch, and whether batches pay.
 * The shortest time of a few counts: whatever else the machine does only makes times longer. Where a token
 * in a batch does not get the very logits it gets alone, batches are never used.
 */
export async function measure(bench: Bench, now: Date): Promise<Tuning> {
  const { decoder, maxThreads } = bench;
  const threads = [1, 2, 4, 8].filter((count) => count <= maxThreads);
  const prompt = Array.from({ length: PROMPT }, (_, index) => 100 + index * 7);
  for (let slot = 0; slot < decoder.width; slot++) {
    decoder.truncate(slot, 0);
    if (slot === 0) await decoder.read(0, prompt, maxThreads);
    else await decoder.fork(slot, 0, PROMPT);
  }
  const meter = new CpuMeter();
  const alone = await best(threads, (count) => stepTime(bench, meter, 1, count));
  const few = await best(threads, (count) =>
    stepTime(bench, meter, Math.min(3, decoder.width), count),
  );
  const many = await best(threads, (count) => stepTime(bench, meter, decoder.width, count));
  const reading = await best(threads, (count) => readTime(bench, meter, count));
  const exact = await sameLogits(bench);
  const rate = (answers: number, ms: number): number => (answers * 1000) / ms;
  const base = rate(1, alone.ms) * WORTHWHILE;
  const joins = [
    { answers: Math.min(3, decoder.width), ms: few.ms },
    { answers: decoder.width, ms: many.ms },
  ].find(({ answers, ms }) => rate(answers, ms) > base);
  return {
    decode_threads: alone.threads,
    read_threads: reading.threads,
    batch_threads: many.threads,
    enough_to_join: exact && joins ? joins.answers : null,
    rates: {
      alone: rate(1, alone.ms),
      together: rate(decoder.width, many.ms),
      reading: rate(READ, reading.ms),
    },
    cpu_share: meter.share,
    measured_at: now.toISOString(),
  };
}

async function best(
  threads: readonly number[],
  time: (threads: number) => Promise<number>,
): Promise<{ threads: number; ms: number }> {
  let found = { threads: 1, ms: Number.POSITIVE_INFINITY };
  for (const count of threads) {
    const ms = await time(count);
    if (ms < found.ms) found = { threads: count, ms };
  }
  return found;
}

async function stepTime(
  { decoder }: Bench,
  meter: CpuMeter,
  answers: number,
  threads: number,
): Promise<number> {
  const inputs = Array.from({ length: answers }, (_, slot) => ({ slot, token: 500 + slot }));
  const run = (): Promise<unknown> => decoder.decode(inputs, threads);
  return shortest(meter, threads, run, () => {
    for (const { slot } of inputs) decoder.truncate(slot, PROMPT);
  });
}

async function readTime({ decoder }: Bench, meter: CpuMeter, threads: number): Promise<number> {
  const tokens = Array.from({ length: READ }, (_, index) => 200 + index * 3);
  const run = (): Promise<void> => decoder.read(0, tokens, threads);
  return shortest(meter, threads, run, () => decoder.truncate(0, PROMPT));
}

/** Milliseconds of the quickest of some runs, each undone afterwards. */
async function shortest(
  meter: CpuMeter,
  threads: number,
  run: () => Promise<unknown>,
  undo: () => void,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    least = Math.min(least, await meter.time(threads, run));
    undo();
  }
  return least;
}

/** Notes how much of the processor some runs got. */
class CpuMeter {
  #used = 0;
  #possible = 0;

  get share(): number {
    return this.#possible > 0 ? this.#used / this.#possible : 0;
  }

  /** Milliseconds of a run that keeps `threads` threads busy. */
  async time(threads: number, run: () => Promise<unknown>): Promise<number> {
    const { ms, cpuShare } = await timed(threads, run);
    this.#used += ms * threads * cpuShare;
    this.#possible += ms * threads;
    return ms;
  }
}

async function sameLogits({ decoder, plain, vocabularySize }: Bench): Promise<boolean> {
  const all = Array.from({ length: decoder.width }, (_, slot) => ({ slot, token: 777 }));
  const logitsOf = async (inputs: typeof all): Promise<Float32Array> => {
    const places = await decoder.decode(inputs, 1);
    const logits = await decoder.logits(places.at(-1) ?? -1, plain, vocabularySize);
    for (const { slot } of inputs) decoder.truncate(slot, PROMPT);
    return logits;
  };
  const alone = await logitsOf(all.slice(0, 1));
  const together = await logitsOf(all);
  return alone.every((logit, id) => logit === together[id]);
}

/** Where a machine's tuning for one model is kept. `key` names the model, the binding and the processor. */
export function tuningFile(cacheDir: string, key: string): string {
  const name = createHash("sha256").update(`${key}\n${availableParallelism()}`).digest("hex");
  return path.join(cacheDir, "tuning", `${name.slice(0, 32)}.json`);
}

/** The tuning kept in a file, undefined when there is none or it is old. */
export async function readTuning(file: string, now: Date): Promise<Tuning | undefined> {
  try {
    const tuning = JSON.parse(await readFile(file, "utf8")) as Tuning;
    const days = (now.getTime() - Date.parse(tuning.measured_at)) / 86_400_000;
    return days < KEEP_DAYS && tuning.decode_threads >= 1 ? tuning : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a tuning that was measured on a quiet machine; a cache that cannot be written only costs measuring again. */
export async function writeTuning(file: string, tuning: Tuning): Promise<void> {
  if (tuning.cpu_share < QUIET) return;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.part`, JSON.stringify(tuning));
    await rename(`${file}.part`, file);
  } catch {
    // See above.
  }
}
