import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import path from "node:path";
import { AbortedError } from "@colloquy/core";
import type { LlamaModel } from "node-llama-cpp";
import type { Threads } from "./alone.ts";
import { loadBinding, type Binding } from "./binding.ts";
import { ComputeTurn } from "./compute-turn.ts";
import type { Ending, Generation } from "./generation.ts";
import type { Decoder } from "./decoder.ts";
import { GrowingSlot } from "./growing-slot.ts";
import { Resident } from "./resident.ts";
import { SavedStates, savedStatesRoot } from "./saved-states.ts";
import { Scheduler } from "./scheduler.ts";
import { Together, WIDEST } from "./together.ts";
import { readTuning, tuningFile, untuned, type Tuning } from "./tuning.ts";
import { TokenBytes } from "./token-bytes.ts";
import type { Trace } from "./trace.ts";
import { DECODER_OPTIONS, openDecoder, writingTools } from "./tools.ts";

export interface EngineOptions {
  modelPath: string;
  /** SHA-256 of the model's file. */
  sha256: string;
  cacheDir: string;
  /** Tokens a prompt and its answer may have together; the model's own window, up to 8,192, when not given. */
  contextLength?: number | undefined;
  threads?: Partial<Threads> | undefined;
  /** Tokens that a place in a batch is made for where the request sets no limit. */
  usualAnswer?: number | undefined;
  /** Whether processed prompts are kept in files for later processes. */
  saveStates: boolean;
  /** Whether an answer is read as prompt as soon as nobody waits. */
  readAhead: boolean;
  /** How long this process computes before another that waits has a turn. */
  turnMs?: number | undefined;
}

const DEFAULT_WINDOW = 8192;
/** How long nothing must happen before a state is written to disk. */
const SAVE_AFTER_MS = 500;
/** How long a batch's context, hundreds of megabytes, is kept for the next batch. */
const RELEASE_AFTER_MS = 60_000;

/** What loading finds out. */
interface Setup {
  threads: Threads;
  maxThreads: number;
  tuningFile: string;
  states: SavedStates | undefined;
}

/** A loaded model that computes what it is asked for. */
export class Engine {
  readonly model: LlamaModel;
  readonly bytes: TokenBytes;
  /** Tokens a prompt and its answer may have together. */
  readonly window: number;
  readonly vocabularySize: number;
  readonly #binding: Binding;
  readonly #options: EngineOptions;
  readonly #resident: Resident;
  readonly #together: Together;
  readonly #scheduler: Scheduler;
  #ahead = new AbortController();
  #saveTimer: NodeJS.Timeout | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;
  #disposal: Promise<void> | undefined;
  #working = 0;

  private constructor(binding: Binding, model: LlamaModel, options: EngineOptions, setup: Setup) {
    this.#binding = binding;
    this.model = model;
    this.#options = options;
    this.bytes = new TokenBytes(model);
    this.window = Math.min(
      options.contextLength ?? DEFAULT_WINDOW,
      model.trainContextSize || DEFAULT_WINDOW,
    );
    const tools = writingTools(binding, model, this.window);
    this.vocabularySize = tools.vocabularySize;
    const { states, threads, maxThreads } = setup;
    const turn = new ComputeTurn(path.join(options.cacheDir, "compute.lock"), options.turnMs);
    const breathe = (): Promise<void> => turn.breathe();
    const open = (width: number, size: number): Promise<Decoder> =>
      openDecoder(binding, model, { width, size, threads: maxThreads, breathe });
    this.#resident = new Resident({
      slot: new GrowingSlot(this.window, (size) => open(1, size)),
      tools,
      threads: { ...threads, ...options.threads },
      states,
    });
    this.#together = new Together({
      openDecoder: ({ width, size }) => open(width, size),
      tools,
      maxThreads,
      tuningFile: setup.tuningFile,
      threads: options.threads ?? {},
      usualAnswer: options.usualAnswer,
      unbroken: (work) => turn.unbroken(work),
      alone: (job) => this.#resident.answer(job),
      resume: (job, writing) => this.#resident.resume(job, writing),
      onTuning: (tuning) => {
        this.#resident.threads = { ...threadsOf(tuning), ...options.threads };
      },
    });
    this.#scheduler = new Scheduler({
      turn,
      workers: {
        alone: (job) => this.#resident.answer(job),
        mayJoin: (job) => this.#together.mayJoin(job),
        together: (jobs, more) => this.#together.answer(jobs, more),
        enoughToJoin: () => this.#together.enoughToJoin(),
        width: WIDEST,
      },
      onIdle: () => this.#whenIdle(),
    });
  }

  static async load(options: EngineOptions): Promise<Engine> {
    const maxThreads = Math.max(availableParallelism(), ...Object.values(options.threads ?? {}));
    const binding = await loadBinding(maxThreads);
    try {
      const { modelPath, cacheDir, sha256 } = options;
      const model = await binding.llama.loadModel({ modelPath, ignoreMemorySafetyChecks: true });
      const key = [sha256, binding.version, binding.llama.systemInfo, DECODER_OPTIONS].join("\n");
      const file = tuningFile(cacheDir, key);
      const tuning = (await readTuning(file, new Date())) ?? untuned();
      return new Engine(binding, model, options, {
        threads: threadsOf(tuning),
        maxThreads,
        tuningFile: file,
        states: options.saveStates ? savedStates(cacheDir, key) : undefined,
      });
    } catch (error) {
      await binding.llama.dispose();
      throw error;
    }
  }

  /** Answers that wait or are being computed. */
  get working(): number {
    return this.#working;
  }

  /** Names the binding and its version. */
  get fingerprint(): string {
    return `node-llama-cpp-${this.#binding.version}`;
  }

  tokenize(text: string): number[] {
    return this.model.tokenize(text);
  }

  /** Computes one answer when its turn comes. Throws `AbortedError` when its signal fires. */
  async run(generation: Generation): Promise<Ending> {
    if (this.#disposal) throw new AbortedError({ message: "the model has been disposed of" });
    this.#interruptIdle();
    this.#working++;
    try {
      return await this.#scheduler.run(generation);
    } finally {
      this.#working--;
    }
  }

  /** Follows a text token by token and hands out its logits. Throws `AbortedError` when its signal fires. */
  async follow(trace: Trace): Promise<void> {
    if (this.#disposal) throw new AbortedError({ message: "the model has been disposed of" });
    this.#interruptIdle();
    await this.#scheduler.exclusive(() => this.#resident.follow(trace));
  }

  /** Waits for what is being computed, saves what is worth it, then frees everything. */
  dispose(): Promise<void> {
    this.#disposal ??= this.#free();
    return this.#disposal;
  }

  async #free(): Promise<void> {
    this.#interruptIdle();
    await this.#scheduler.idle();
    await this.#together.dispose();
    await this.#resident.dispose();
    await this.model.dispose();
    await this.#binding.llama.dispose();
  }

  #interruptIdle(): void {
    this.#ahead.abort();
    clearTimeout(this.#saveTimer);
    clearTimeout(this.#releaseTimer);
  }

  #whenIdle(): void {
    if (this.#disposal) return;
    if (this.#options.readAhead && this.#resident.canReadAhead) {
      const { signal } = (this.#ahead = new AbortController());
      void this.#scheduler.exclusive(() => this.#resident.readAhead(signal));
      return;
    }
    this.#saveTimer = setTimeout(() => {
      if (!this.#scheduler.busy) void this.#resident.save();
    }, SAVE_AFTER_MS).unref();
    if (!this.#together.holdsContext) return;
    this.#releaseTimer = setTimeout(() => {
      void this.#scheduler.exclusive(() => this.#together.dispose());
    }, RELEASE_AFTER_MS).unref();
  }
}

function threadsOf({ decode_threads, read_threads, batch_threads }: Tuning): Threads {
  return { decode: decode_threads, read: read_threads, batch: batch_threads };
}

/** `key` names what a state's bits depend on: the model, the binding, the processor, the context's options. */
function savedStates(cacheDir: string, key: string): SavedStates {
  return new SavedStates({
    root: savedStatesRoot(cacheDir),
    key: createHash("sha256").update(key).digest("hex").slice(0, 32),
  });
}
