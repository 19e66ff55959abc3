import {
  AbortedError,
  accumulate,
  type ChatCompletionChunk,
  type ChatModel,
  type ChatRequest,
  ColloquyError,
  completionChunk,
  InterruptedError,
  type ModelProgress,
  ProtocolError,
  type StreamOptions,
} from "@colloquy/core";
import { scriptedChunk, stepsOfText } from "./scripted-chunk.ts";

/** One thing that happens during a call. A string is a chunk of that content. */
export type ScriptedStep =
  | string
  | ChatCompletionChunk
  /** Told through `onProgress`. */
  | { progress: ModelProgress }
  /** Nothing happens until the promise settles, or the caller stops the call. */
  | { wait: Promise<unknown> }
  /** Thrown as it is before the first chunk, as the cause of an `InterruptedError` later. */
  | { error: ColloquyError };

/** A string is a whole answer: its words, `stop` and usage. Steps are exactly what happens. */
export type ScriptedAnswer = string | readonly ScriptedStep[];

/** Gives the answer to the `call`-th request, counted from 0. */
export type Script = (request: ChatRequest, call: number) => ScriptedAnswer;

/** A call as the model saw it. */
export interface ScriptedCall {
  /** A copy made when the call began. */
  request: ChatRequest;
  /** `running` until the caller has read to the end, or left. */
  outcome: "running" | "finished" | "failed" | "stopped";
  /** Chunks yielded so far. */
  chunks: number;
}

/**
 * A `ChatModel` in memory that does what it is told and remembers what it was asked. A list of answers is
 * used in order, the last one for all further calls. Steps that end without a finish_reason end in an
 * error, as the contract of `ChatModel` wants it.
 */
export class ScriptedModel implements ChatModel {
  readonly calls: ScriptedCall[] = [];
  readonly readsTokenIds: boolean;
  disposed = false;
  readonly #script: Script;

  constructor(
    script: string | readonly ScriptedAnswer[] | Script,
    { readsTokenIds = false }: { readsTokenIds?: boolean } = {},
  ) {
    this.#script = scriptOf(script);
    this.readsTokenIds = readsTokenIds;
  }

  async *stream(
    request: ChatRequest,
    options: StreamOptions = {},
  ): AsyncGenerator<ChatCompletionChunk> {
    const call: ScriptedCall = { request: structuredClone(request), outcome: "running", chunks: 0 };
    this.calls.push(call);
    const answer = this.#script(request, this.calls.length - 1);
    const steps = typeof answer === "string" ? stepsOfText(answer, request) : answer;
    try {
      yield* this.#play(steps, call, options);
      call.outcome = "finished";
    } catch (error) {
      call.outcome = isStop(error) ? "stopped" : "failed";
      throw error;
    } finally {
      if (call.outcome === "running") call.outcome = "stopped";
    }
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }

  async *#play(
    steps: readonly ScriptedStep[],
    call: ScriptedCall,
    options: StreamOptions,
  ): AsyncGenerator<ChatCompletionChunk> {
    const chunks: ChatCompletionChunk[] = [];
    const whole = call.request.stream === false;
    try {
      for (const step of steps) {
        const chunk = await perform(step, call.request, options);
        if (chunk === undefined) continue;
        chunks.push(chunk);
        if (!whole) yield counted(chunk, call);
      }
      requireFinish(chunks);
    } catch (error) {
      throw chunks.length > 0 && error instanceof ColloquyError ? cut(error, chunks) : error;
    }
    if (whole) yield counted(completionChunk(accumulate(chunks)), call);
  }
}

function scriptOf(script: string | readonly ScriptedAnswer[] | Script): Script {
  if (typeof script === "function") return script;
  if (typeof script === "string") return () => script;
  return (_request, call) => script[Math.min(call, script.length - 1)] ?? [];
}

/** Does one step and gives its chunk, if it has one. */
async function perform(
  step: ScriptedStep,
  request: ChatRequest,
  { signal, onProgress }: StreamOptions,
): Promise<ChatCompletionChunk | undefined> {
  // A turn of the event loop for each step, as with a real model.
  await Promise.resolve();
  if (signal?.aborted) throw new AbortedError();
  if (typeof step === "string") return scriptedChunk(request, { content: step });
  if ("choices" in step) return step;
  if ("progress" in step) onProgress?.(step.progress);
  else if ("error" in step) throw step.error;
  else await untilSettled(step.wait, signal);
  return undefined;
}

async function untilSettled(wait: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  if (!signal) return void (await wait);
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(new AbortedError());
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([wait, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function requireFinish(chunks: readonly ChatCompletionChunk[]): void {
  const finished = chunks.some((chunk) =>
    chunk.choices.some(({ finish_reason: reason }) => reason !== null),
  );
  if (!finished) throw new ProtocolError({ message: "the script ends without a finish_reason" });
}

function cut(cause: ColloquyError, chunks: readonly ChatCompletionChunk[]): InterruptedError {
  return new InterruptedError({ message: cause.message }, accumulate(chunks), { cause });
}

function counted(chunk: ChatCompletionChunk, call: ScriptedCall): ChatCompletionChunk {
  call.chunks += 1;
  return chunk;
}

function isStop(error: unknown): boolean {
  if (error instanceof AbortedError) return true;
  return error instanceof Error && error.cause instanceof AbortedError;
}
