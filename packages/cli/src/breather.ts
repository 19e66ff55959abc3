import { setImmediate as nextCycle } from "node:timers/promises";
import { AbortedError } from "@colloquy/core";

const BREATH_MS = 50;

/**
 * What a long computation calls between its steps: several times a second it shows how far that is, and lets the
 * process hear of an interruption, on which it throws `AbortedError`.
 */
export function breather(
  signal: AbortSignal,
  show: (done: number, total: number) => void,
): (done: number, total: number) => void | Promise<void> {
  let last = performance.now();
  return (done, total) => {
    if (signal.aborted) throw new AbortedError();
    if (performance.now() - last < BREATH_MS) return;
    last = performance.now();
    show(done, total);
    return nextCycle();
  };
}
