import { acquireFileLock, isLockWanted, letOthersIn, type LockOptions } from "../file-lock.ts";

/** How long a process computes before it lets one that waits have a turn. */
const TURN_MS = 3_000;

/**
 * This process's turn at computing, under a lock that all processes with the same cache folder share. It is
 * held while there is work, and given up between two steps of that work, even in the middle of an answer,
 * when another process waits.
 */
export class ComputeTurn {
  readonly #file: string;
  readonly #turnMs: number;
  #release: (() => void) | undefined;
  #since = 0;
  #unbroken = 0;

  constructor(lockFile: string, turnMs = TURN_MS) {
    this.#file = lockFile;
    this.#turnMs = turnMs;
  }

  /** Waits for the turn. Throws `AbortedError` when the signal fires first. */
  async begin(options: LockOptions = {}): Promise<void> {
    this.#release = await acquireFileLock(this.#file, options);
    this.#since = performance.now();
  }

  end(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** Called between two steps: after a while, another process that waits comes first. */
  async breathe(): Promise<void> {
    if (!this.#release || this.#unbroken > 0) return;
    if (performance.now() - this.#since < this.#turnMs || !isLockWanted(this.#file)) return;
    this.end();
    await letOthersIn();
    await this.begin();
  }

  /** Work whose time is measured: nobody is let in before its end. */
  async unbroken<T>(work: () => Promise<T>): Promise<T> {
    this.#unbroken++;
    try {
      return await work();
    } finally {
      this.#unbroken--;
    }
  }
}
