import { setTimeout } from "node:timers/promises";
import { isBusy } from "./sqlite-failure.ts";

/** SQLite itself waits this long for a lock, in milliseconds. It blocks the process, so it is short. */
export const LOCK_WAIT_MS = 50;

/** After this long without the lock the store gives up, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Does `work` as soon as no other process holds the lock, leaving this process free to do other things. */
export async function whenFree<T>(work: () => T): Promise<T> {
  for (
    let waited = 0, pause = 1;
    ;
    waited += pause + LOCK_WAIT_MS, pause = Math.min(pause * 2, 32)
  ) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || waited >= PATIENCE_MS) throw error;
    }
    await setTimeout(pause);
  }
}
