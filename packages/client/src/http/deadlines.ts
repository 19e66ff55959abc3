import { TimeoutError } from "@colloquy/core";

/** How long each part of a call may take, in milliseconds; `Infinity` for no limit. */
export interface Deadlines {
  /** Until a connection stands. */
  connect_ms: number;
  /** From then until the first part of the answer; keep-alive comments and white space are none. */
  first_token_ms: number;
  /** Between two parts of the answer, keep-alives not counted. */
  silence_ms: number;
  /** The whole call, retries and their pauses included. */
  total_ms: number;
}

/** Long enough for a model that thinks for minutes, short enough that nothing hangs for ever. */
export const DEFAULT_DEADLINES: Deadlines = {
  connect_ms: 15_000,
  first_token_ms: 300_000,
  silence_ms: 120_000,
  total_ms: 1_800_000,
};

/**
 * What is being waited for. After a finish_reason, or in the body of an error, little is left to come:
 * that `tail` gets a short wait. A `whole` answer in one body shows no progress, so only the total holds;
 * a `pause` is ours, between two attempts.
 */
export type Phase = "connect" | "first_token" | "silence" | "tail" | "whole" | "pause";

/** How long to wait for usage or the end of a stream once the answer has ended, in milliseconds. */
const TAIL = 5_000;

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Watches one call's deadlines with one timer. Progress only notes the time; the timer looks at the note
 * when it fires and sleeps on for the rest, so that a token costs no timer.
 */
export class DeadlineWatch {
  readonly #limits: Deadlines;
  readonly #startedAt = performance.now();
  readonly #onExpired: (phase: Phase | "total") => void;
  #phase: Phase = "connect";
  #since = this.#startedAt;
  #heldAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  constructor(limits: Deadlines, onExpired: (phase: Phase | "total") => void) {
    this.#limits = limits;
    this.#onExpired = onExpired;
  }

  /** Milliseconds left of the whole call. */
  get left(): number {
    return this.#startedAt + this.#limits.total_ms - performance.now();
  }

  /** From now on this is waited for. */
  enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = performance.now();
    if (this.#expiresAt() < this.#firesAt) this.#arm();
  }

  /** Nobody waits now: the phase's clock stands still until `release`, the total's runs on. */
  hold(): void {
    this.#heldAt = performance.now();
  }

  release(): void {
    if (this.#heldAt === undefined) return;
    this.#since += performance.now() - this.#heldAt;
    this.#heldAt = undefined;
    if (this.#expiresAt() < this.#firesAt) this.#arm();
  }

  /** Something came of what is waited for. */
  progress(): void {
    this.#since = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #expiresAt(): number {
    const limit = this.#heldAt === undefined ? this.#limit() : Number.POSITIVE_INFINITY;
    return Math.min(this.#since + limit, this.#startedAt + this.#limits.total_ms);
  }

  #limit(): number {
    return limitOf(this.#phase, this.#limits);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#firesAt = this.#expiresAt();
    if (this.#firesAt === Number.POSITIVE_INFINITY) return;
    const delay = Math.min(Math.max(0, this.#firesAt - performance.now()), LONGEST_TIMER);
    this.#timer = setTimeout(() => this.#check(), Math.ceil(delay));
    this.#timer.unref();
  }

  #check(): void {
    const now = performance.now();
    if (now < this.#expiresAt()) return this.#arm();
    this.stop();
    this.#onExpired(this.left <= 0 ? "total" : this.#phase);
  }
}

function limitOf(phase: Phase | "total", limits: Deadlines): number {
  switch (phase) {
    case "connect":
      return limits.connect_ms;
    case "first_token":
      return limits.first_token_ms;
    case "silence":
      return limits.silence_ms;
    case "tail":
      return Math.min(limits.silence_ms, TAIL);
    case "whole":
    case "pause":
      return Number.POSITIVE_INFINITY;
    case "total":
      return limits.total_ms;
  }
}

const WORDS: Readonly<Record<Phase | "total", readonly [string, string]>> = {
  connect: ["no connection", "Check the address and your network; behind a proxy set HTTPS_PROXY."],
  first_token: [
    "no token came",
    "The model may be starting or busy: try again, shorten the prompt, or allow more time.",
  ],
  silence: ["no further token came", "The provider fell silent: try again, or another model."],
  tail: ["the response did not end", "Try again; if it stays, look at the server."],
  whole: ["the response did not end", "Try again."],
  pause: ["the pause did not end", "Try again."],
  total: ["the call did not end", "Ask for less (max_tokens), or allow more time."],
};

/** The error for a deadline that passed. */
export function deadlineError(phase: Phase | "total", deadlines: Deadlines): TimeoutError {
  const [words, remedy] = WORDS[phase];
  const limit = limitOf(phase, deadlines);
  return new TimeoutError({
    message: `${words} within ${limit / 1000} s`,
    remedy,
    details: { phase, limit_ms: limit },
  });
}
