import { availableParallelism, loadavg } from "node:os";

/** How long something took, and how much of the processor its threads got meanwhile, 0 to 1. */
export interface Timed<T> {
  value: T;
  ms: number;
  cpuShare: number;
}

/** Times work that keeps `threads` threads of this process busy. */
export async function timed<T>(threads: number, work: () => Promise<T>): Promise<Timed<T>> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { value, ms, cpuShare: (user + system) / 1000 / (ms * threads) };
}

/** Below this share, somebody else wants the processor too. */
const CONTENDED = 0.85;
/** Shorter runs tell nothing. */
const TELLING_MS = 10;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps llama.cpp from using several threads while other programs want the processor. Its threads wait for
 * each other at every operation, actively, so that one that is not scheduled stops them all: on a busy
 * machine two threads are many times slower than one. Threads change the time only, never the result.
 */
export class Governor {
  #pausedUntil = busyMachine() ? performance.now() + FIRST_PAUSE_MS : 0;
  #pause = FIRST_PAUSE_MS;

  /** Runs work with the wanted number of threads, or with one if that has lately been too many. */
  async run<T>(wanted: number, work: (threads: number) => Promise<T>): Promise<T> {
    if (wanted === 1 || performance.now() < this.#pausedUntil) return work(1);
    const { value, ms, cpuShare } = await timed(wanted, () => work(wanted));
    if (ms < TELLING_MS) return value;
    if (cpuShare < CONTENDED) {
      this.#pausedUntil = performance.now() + this.#pause;
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
    } else this.#pause = FIRST_PAUSE_MS;
    return value;
  }
}

/** By the system's own average over a minute; 0 where it keeps none. */
function busyMachine(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}
