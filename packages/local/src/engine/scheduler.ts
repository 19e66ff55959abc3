import { AbortedError } from "@colloquy/core";
import { setImmediate as nextCycle } from "node:timers/promises";
import type { ComputeTurn } from "./compute-turn.ts";
import type { Ending, Generation } from "./generation.ts";

/** A generation that waits, or is being computed, and who waits for it. */
export interface Job {
  readonly generation: Generation;
  /** When it was asked for, on the process's own clock. */
  readonly since: number;
  resolve(ending: Ending): void;
  reject(error: unknown): void;
}

/** Hands out the next waiting job that fits, undefined when there is none. */
export type More = (fits: (job: Job) => boolean) => Job | undefined;

/** Who does the computing. Each settles the jobs it takes, whatever happens, and does not throw. */
export interface Workers {
  /** Computes one answer. */
  alone(job: Job): Promise<void>;
  /** Whether a job may share a batch with others. */
  mayJoin(job: Job): boolean;
  /** Computes some answers together; `more` hands out further ones as room comes up. */
  together(jobs: readonly Job[], more: More): Promise<void>;
  /** From how many joinable jobs on it is quicker to compute them together; only asked for more than 2. */
  enoughToJoin(): Promise<number>;
  /** Most jobs computed together. */
  readonly width: number;
}

/** How long after a batch even a single answer is begun as one, so that others can join it. */
const LINGER_MS = 1_000;
/** How long batches go on being filled past a job that has to be computed alone. */
const PATIENCE_MS = 10_000;

/**
 * Decides what is computed next. Answers asked for together are computed together where that is quicker,
 * all others one after the other, in the order asked for; other processes wait at a lock in the meantime.
 */
export class Scheduler {
  readonly #workers: Workers;
  readonly #turn: ComputeTurn;
  readonly #onIdle: () => void;
  #waiting: Job[] = [];
  #tasks: (() => Promise<void>)[] = [];
  #loop: Promise<void> | undefined;
  #atLock = false;
  #joinedAt = Number.NEGATIVE_INFINITY;

  constructor(options: { workers: Workers; turn: ComputeTurn; onIdle: () => void }) {
    this.#workers = options.workers;
    this.#turn = options.turn;
    this.#onIdle = options.onIdle;
  }

  /** Whether anything is being computed or waits to be. */
  get busy(): boolean {
    return this.#loop !== undefined;
  }

  /** Computes an answer when its turn comes. Rejects with an `AbortedError` when its signal fires. */
  run(generation: Generation): Promise<Ending> {
    return new Promise((resolve, reject) => {
      const { signal } = generation;
      if (signal?.aborted) return reject(new AbortedError());
      const job: Job = { generation, since: performance.now(), resolve, reject };
      signal?.addEventListener("abort", () => this.#withdraw(job), { once: true });
      this.#waiting.push(job);
      if (this.#atLock) tellWaiting(job);
      this.#start();
    });
  }

  /** Does something else with the model, alone; answers that wait go on waiting for it. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#tasks.push(() => task().then(resolve, reject));
      this.#start();
    });
  }

  /** Resolves when nothing is being computed and nothing waits. */
  async idle(): Promise<void> {
    while (this.#loop) await this.#loop;
  }

  /** Gives up a job that is not being computed yet; one that is sees its signal itself. */
  #withdraw(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    job.reject(new AbortedError());
  }

  #start(): void {
    this.#loop ??= this.#work().finally(() => {
      this.#loop = undefined;
      if (this.#pending()) this.#start();
      else this.#onIdle();
    });
  }

  #pending(): boolean {
    return this.#waiting.length + this.#tasks.length > 0;
  }

  async #work(): Promise<void> {
    // Calls made in the same breath are to be seen together.
    await nextCycle();
    if (!this.#pending()) return;
    await this.#beginTurn();
    try {
      while (this.#pending()) await this.#next();
    } catch (error) {
      for (const job of this.#waiting.splice(0)) job.reject(error);
    } finally {
      this.#turn.end();
    }
  }

  async #next(): Promise<void> {
    const task = this.#tasks.shift();
    if (task) return task();
    const joinable = this.#waiting.filter((job) => this.#workers.mayJoin(job));
    if (await this.#shouldJoin(joinable.length)) {
      const jobs = joinable.slice(0, this.#workers.width);
      this.#waiting = this.#waiting.filter((job) => !jobs.includes(job));
      await this.#workers.together(jobs, (fits) => this.#more(fits));
      this.#joinedAt = performance.now();
      return;
    }
    const job = this.#waiting.shift();
    return job && this.#workers.alone(job);
  }

  /** Where a batch has just ended, its callers are likely to ask again, one after the other. */
  async #shouldJoin(count: number): Promise<boolean> {
    if (count > 0 && performance.now() - this.#joinedAt < LINGER_MS) return true;
    return count > 2 && count >= (await this.#workers.enoughToJoin());
  }

  /** A further job for a batch, unless somebody who cannot join it has waited long enough. */
  #more(fits: (job: Job) => boolean): Job | undefined {
    const [oldest] = this.#waiting;
    if (this.#tasks.length > 0) return undefined;
    if (oldest && !this.#workers.mayJoin(oldest) && performance.now() - oldest.since > PATIENCE_MS)
      return undefined;
    const place = this.#waiting.findIndex((job) => this.#workers.mayJoin(job) && fits(job));
    return place < 0 ? undefined : this.#waiting.splice(place, 1)[0];
  }

  /** Waits for the turn, but no longer than somebody waits for an answer. */
  async #beginTurn(): Promise<void> {
    const given = new AbortController();
    const watch = setInterval(() => {
      if (!this.#pending()) given.abort();
    }, 20);
    try {
      await this.#turn.begin({
        signal: given.signal,
        onWait: () => {
          this.#atLock = true;
          for (const job of this.#waiting) tellWaiting(job);
        },
      });
    } catch (error) {
      if (!(error instanceof AbortedError)) throw error;
    } finally {
      this.#atLock = false;
      clearInterval(watch);
    }
  }
}

function tellWaiting({ generation }: Job): void {
  generation.onProgress({ message: "waiting for another process that uses the model" });
}
