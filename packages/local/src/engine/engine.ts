import { AbortedError, InvalidInputError, type ModelProgress } from "@colloquy/core";
import type { LlamaModel, Token } from "node-llama-cpp";
import path from "node:path";
import { acquireFileLock } from "../file-lock.ts";
import { nativeConfig } from "../sampling/sampler-settings.ts";
import { loadBinding, type Binding } from "./binding.ts";
import { Decoder } from "./decoder.ts";
import type { Ending, Generation } from "./generation.ts";
import { nativeContext, nativeSampler, type NativeSampler } from "./native-context.ts";
import { readBody } from "./read-prompt.ts";
import { TokenBytes } from "./token-bytes.ts";

/** Threads for writing one token at a time, and for reading a prompt or writing many answers at once. */
export interface Threads {
  decode: number;
  read: number;
}

export interface EngineOptions {
  modelPath: string;
  cacheDir: string;
  /** Tokens a prompt and its answer may have together; the model's own window when not given. */
  contextLength?: number | undefined;
  threads?: Partial<Threads> | undefined;
}

const SLOT = 0;
const BATCH = 512;
/** Sequences of one batch, see `decoder.ts`. */
const DEFAULT_WINDOW = 8192;

/** A loaded model and the one context it answers in. Answers are computed one after the other. */
export class Engine {
  readonly model: LlamaModel;
  readonly bytes: TokenBytes;
  /** Tokens a prompt and its answer may have together. */
  readonly window: number;
  readonly vocabularySize: number;
  readonly #binding: Binding;
  readonly #options: EngineOptions;
  readonly #threads: Threads;
  #decoder: Promise<Decoder> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  private constructor(
    binding: Binding,
    model: LlamaModel,
    options: EngineOptions,
    threads: Threads,
  ) {
    this.#binding = binding;
    this.model = model;
    this.#options = options;
    this.#threads = threads;
    this.bytes = new TokenBytes(model);
    this.window = Math.min(
      options.contextLength ?? DEFAULT_WINDOW,
      model.trainContextSize || DEFAULT_WINDOW,
    );
    this.vocabularySize = [...model.iterateAllTokens()].length;
  }

  static async load(options: EngineOptions): Promise<Engine> {
    const cores = (await import("node:os")).availableParallelism();
    const threads = { decode: 1, read: Math.min(2, cores), ...options.threads };
    const binding = await loadBinding(Math.max(threads.decode, threads.read));
    const model = await binding.llama.loadModel({
      modelPath: options.modelPath,
      ignoreMemorySafetyChecks: true,
    });
    return new Engine(binding, model, options, threads);
  }

  tokenize(text: string): number[] {
    return this.model.tokenize(text);
  }

  /** Computes one answer, after those asked for before it. Throws `AbortedError` when its signal fires. */
  run(generation: Generation): Promise<Ending> {
    const done = this.#turn.then(() => this.#locked(generation));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Version of the binding, for a fingerprint. */
  get version(): string {
    return `node-llama-cpp-${this.#binding.version}`;
  }

  /** Waits for what is being computed, then frees everything. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#turn;
    await (await this.#decoder)?.dispose();
    await this.model.dispose();
    await this.#binding.llama.dispose();
  }

  async #locked(generation: Generation): Promise<Ending> {
    if (this.#disposed) throw new AbortedError({ message: "the model has been disposed of" });
    if (generation.signal?.aborted) throw new AbortedError();
    const release = await acquireFileLock(path.join(this.#options.cacheDir, "compute.lock"), {
      signal: generation.signal,
      onWait: () =>
        generation.onProgress({ message: "waiting for another process that uses the model" }),
    });
    try {
      return await this.#answer(generation);
    } finally {
      release();
    }
  }

  async #answer(generation: Generation): Promise<Ending> {
    const decoder = await (this.#decoder ??= this.#openDecoder());
    const body = generation.prompt.slice(0, -1);
    try {
      const cached = await readBody(decoder, SLOT, body, {
        threads: this.#threads.read,
        signal: generation.signal,
        onProgress: (done, total) => generation.onProgress(readingProgress(done, total)),
      });
      generation.onStart(cached);
      return await this.#write(decoder, generation);
    } catch (error) {
      if (!(error instanceof AbortedError)) decoder.reset(SLOT);
      throw error;
    } finally {
      decoder.truncate(SLOT, body.length);
    }
  }

  async #write(decoder: Decoder, generation: Generation): Promise<Ending> {
    const sampler = this.#sampler();
    const greedy = this.#sampler();
    let token = generation.prompt.at(-1);
    try {
      sampler.applyConfig(nativeConfig(generation.settings, this.window));
      greedy.applyConfig({ temperature: 0, seed: 0 });
      for (let written = 0; written < generation.limit; written++) {
        if (generation.signal?.aborted) throw new AbortedError();
        if (token === undefined) throw new InvalidInputError({ message: "the prompt is empty" });
        const [place] = await decoder.decode([{ slot: SLOT, token }], this.#threads.decode);
        if (place === undefined) throw new Error("llama.cpp gave no logits");
        token = await decoder.sample(place, sampler);
        if (token < 0) throw new Error("llama.cpp found no next token");
        if (this.model.isEogToken(token as Token)) return "end_token";
        const logits = generation.wantsLogits
          ? await decoder.logits(place, greedy, this.vocabularySize)
          : undefined;
        if (!generation.onToken(token, logits)) return "stopped";
      }
      return "limit";
    } finally {
      sampler.dispose();
      greedy.dispose();
    }
  }

  #sampler(): NativeSampler {
    const sampler = nativeSampler(this.#binding.llama, this.model);
    if (!sampler) throw new Error(`node-llama-cpp ${this.#binding.version} has no sampler we know`);
    return sampler;
  }

  async #openDecoder(): Promise<Decoder> {
    const context = await this.model.createContext({
      sequences: 1,
      contextSize: this.window,
      batchSize: BATCH,
      flashAttention: false,
      threads: this.#threads.read,
      ignoreMemorySafetyChecks: true,
    });
    const native = nativeContext(context);
    if (!native) {
      await context.dispose();
      throw new Error(`node-llama-cpp ${this.#binding.version} has no context we know`);
    }
    return new Decoder(context, native);
  }
}

function readingProgress(done: number, total: number): ModelProgress {
  return { message: "reading the prompt", done, total };
}
