import { AbortedError, StoreError } from "../../error/errors.ts";
import type { ExperimentData } from "../experiment-store.ts";
import type { SamplePlan, SampleResult } from "../sample.ts";
import { drawSample } from "./draw-sample.ts";
import type { RunOptions, RunPorts } from "./run-ports.ts";
import { sampleRequest } from "./sample-request.ts";

/** What happens while an experiment runs. Every event survives JSON. */
export type ExperimentEvent =
  | { type: "started"; experiment_id: string; finished: number; planned: number }
  | { type: "sample"; result: SampleResult; finished: number; planned: number }
  | { type: "paused"; pause_ms: number }
  | { type: "finished"; experiment_id: string; finished: number; planned: number };

const HALF_AN_HOUR = 30 * 60_000;

/**
 * Draws every planned sample that has no result yet, at most `concurrency` at once, and keeps each as it comes.
 * Started again after a stop or a crash it goes on with what is missing. Ends with `finished`, with fewer than
 * planned only when another worker holds the rest, or throws `AbortedError` once nothing is in flight any more;
 * samples given up are free for others at once.
 */
export async function* runExperiment(
  experimentId: string,
  ports: RunPorts,
  options: RunOptions,
): AsyncGenerator<ExperimentEvent, void, undefined> {
  const data = await ports.store.load(experimentId);
  if (!data) throw unknownExperiment(experimentId);
  const run = new ExperimentRun(data, ports, options);
  await run.takeOver();
  yield { type: "started", experiment_id: experimentId, ...run.progress };
  try {
    while (await run.advance()) yield* run.takeEvents();
    yield* run.takeEvents();
  } finally {
    await run.stop();
  }
  yield { type: "finished", experiment_id: experimentId, ...run.progress };
}

function unknownExperiment(id: string): StoreError {
  return new StoreError({
    message: `no experiment ${id}`,
    remedy: "`colloquy lab list` shows those there are.",
    details: { field: "experiment", given: id },
  });
}

/** One run of an experiment: what is in flight, what is done, when the server wants a pause. */
class ExperimentRun {
  readonly #data: ExperimentData;
  readonly #ports: RunPorts;
  readonly #options: RunOptions;
  readonly #worker: string;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #done = new Set<string>();
  #events: ExperimentEvent[] = [];
  #failure: { error: unknown } | null = null;
  #pauseUntil = 0;
  #exhausted = false;

  constructor(data: ExperimentData, ports: RunPorts, options: RunOptions) {
    this.#data = data;
    this.#ports = ports;
    this.#options = options;
    this.#worker = options.worker ?? "colloquy";
    this.#signal = options.signal
      ? AbortSignal.any([options.signal, this.#stop.signal])
      : this.#stop.signal;
    for (const { sample_id } of data.results) this.#done.add(sample_id);
  }

  get progress(): { finished: number; planned: number } {
    return { finished: this.#done.size, planned: this.#data.samples.length };
  }

  takeEvents(): readonly ExperimentEvent[] {
    return this.#events.splice(0);
  }

  /** Frees what an earlier run of the same name left behind when it was killed. */
  async takeOver(): Promise<void> {
    const left = this.#data.samples.map(({ id }) => id).filter((id) => !this.#done.has(id));
    if (left.length > 0) {
      await this.#ports.store.release(this.#data.experiment.id, left, this.#worker);
    }
  }

  /** Fills free places and waits until something ends. False when nothing is left to do. */
  async advance(): Promise<boolean> {
    this.#check();
    await this.#pause();
    await this.#fill();
    if (this.#inFlight.size === 0) return false;
    await Promise.race(this.#inFlight.values());
    this.#check();
    return true;
  }

  /** Stops what is in flight, waits for it, and gives back what was not drawn. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const open = [...this.#inFlight.keys()];
    await Promise.allSettled(this.#inFlight.values());
    const left = open.filter((id) => !this.#done.has(id));
    if (left.length === 0) return;
    await this.#ports.store.release(this.#data.experiment.id, left, this.#worker);
  }

  async #pause(): Promise<void> {
    const wait = this.#pauseUntil - this.#ports.environment.now();
    if (wait > 0) await this.#ports.sleep(wait, this.#signal);
    this.#check();
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
    if (this.#signal.aborted) throw new AbortedError();
  }

  async #fill(): Promise<void> {
    const free = this.#options.concurrency - this.#inFlight.size;
    if (free <= 0 || this.#exhausted) return;
    const claimed = await this.#ports.store.claim(this.#data.experiment.id, {
      limit: free,
      lease_ms: this.#options.lease_ms ?? HALF_AN_HOUR,
      now: this.#ports.environment.now(),
      worker: this.#worker,
    });
    this.#exhausted = claimed.length === 0;
    for (const sample of claimed) this.#start(sample);
  }

  #start(sample: SamplePlan): void {
    const work = this.#draw(sample)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        if (this.#done.has(sample.id)) this.#inFlight.delete(sample.id);
      });
    this.#inFlight.set(sample.id, work);
  }

  async #draw(sample: SamplePlan): Promise<void> {
    const request = sampleRequest(this.#data.experiment, sample);
    const result = await drawSample(sample, {
      request,
      model: this.#ports.model(request.model),
      ports: this.#ports,
      signal: this.#signal,
      onRateLimit: (pauseMs) => this.#slowDown(pauseMs),
    });
    await this.#ports.store.append(result);
    this.#done.add(sample.id);
    this.#events.push({ type: "sample", result, ...this.progress });
  }

  /** One 429 holds back the calls of all: nobody is asked again before the pause is over. */
  #slowDown(pauseMs: number): void {
    const until = this.#ports.environment.now() + pauseMs;
    if (until <= this.#pauseUntil) return;
    this.#pauseUntil = until;
    this.#events.push({ type: "paused", pause_ms: pauseMs });
  }
}
