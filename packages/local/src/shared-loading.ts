import { AbortedError, type ModelProgress, type StreamOptions } from "@colloquy/core";

/**
 * Loads something once for all who ask for it. Each may stop waiting by its own signal; the loading itself is
 * stopped when nobody waits any more, and a failed one is tried again by the next who asks. One that could
 * not be stopped in time is not lost: there is never a second one beside it. Everybody who waits is told of
 * the progress.
 */
export class SharedLoading<T> {
  readonly #load: (options: StreamOptions) => Promise<T>;
  readonly #waiting = new Set<StreamOptions>();
  #loading: Promise<T> | undefined;
  /** One that was told to stop, until it has; it may still succeed. */
  #stopping: Promise<T | undefined> = Promise.resolve(undefined);
  #stop = new AbortController();
  #loaded: T | undefined;

  constructor(load: (options: StreamOptions) => Promise<T>) {
    this.#load = load;
  }

  /** What was loaded, if it was. */
  get loaded(): T | undefined {
    return this.#loaded;
  }

  async get(options: StreamOptions): Promise<T> {
    if (this.#loaded !== undefined) return this.#loaded;
    // The same options object may be used for several calls.
    const waiter = { ...options };
    this.#waiting.add(waiter);
    this.#loading ??= this.#start();
    try {
      return await unlessAborted(this.#loading, options.signal);
    } finally {
      this.#waiting.delete(waiter);
      if (this.#waiting.size === 0 && this.#loaded === undefined) this.#giveUp();
    }
  }

  /** What is loaded, or is being loaded, once it is there; undefined when nothing is. */
  async settled(): Promise<T | undefined> {
    return this.#loaded ?? (await this.#loading?.catch(() => undefined)) ?? this.#stopping;
  }

  #start(): Promise<T> {
    const onProgress = (progress: ModelProgress): void => {
      for (const waiter of this.#waiting) waiter.onProgress?.(progress);
    };
    const { signal } = this.#stop;
    const loading = this.#stopping.then((value) => value ?? this.#load({ signal, onProgress }));
    loading.then(
      (value) => (this.#loaded = value),
      () => {
        if (this.#loading === loading) this.#loading = undefined;
      },
    );
    return loading;
  }

  #giveUp(): void {
    this.#stop.abort();
    if (this.#loading) this.#stopping = this.#loading.catch(() => undefined);
    this.#stop = new AbortController();
    this.#loading = undefined;
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AbortedError());
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
