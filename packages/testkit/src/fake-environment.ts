import type { Environment } from "@colloquy/core";

/** 2026-09-01T12:00:00Z. */
const start = Date.UTC(2026, 8, 1, 12);

/** A world whose clock moves only when told, and whose ids are the same in every run. */
export class FakeEnvironment implements Environment {
  #now: number;
  #ids = 0;

  /** `now` is the first time, in epoch milliseconds. */
  constructor({ now = start }: { now?: number } = {}) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** A UUIDv7 of the fake time whose random part counts up, so that ids sort as they were made. */
  newId(): string {
    this.#ids += 1;
    const time = this.#now.toString(16).padStart(12, "0");
    const count = this.#ids.toString(16).padStart(12, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`;
  }

  /** Moves the clock forward. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
