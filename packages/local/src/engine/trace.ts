import { AbortedError } from "@colloquy/core";
import type { Slots } from "./decoder.ts";
import type { Threads } from "./alone.ts";
import { readBody } from "./read-prompt.ts";
import type { SavedStates, StateSlots } from "./saved-states.ts";
import type { WritingTools } from "./writing.ts";

/** A text to be followed token by token, as if it were being generated. */
export interface Trace {
  prompt: readonly number[];
  /** The answer's tokens, each read alone after the prompt. */
  answer: readonly number[];
  /** Place in the answer from which logits are wanted; those of place i follow i of its tokens. */
  from: number;
  signal?: AbortSignal | undefined;
  onLogits(place: number, logits: Float32Array): void;
}

export interface TraceOptions {
  decoder: Slots & StateSlots;
  slot: number;
  tools: WritingTools;
  threads: Threads;
  states: SavedStates | undefined;
}

/** Follows a text and hands out the raw logits at the wanted places, exactly as they were when it was generated. */
export async function follow(trace: Trace, options: TraceOptions): Promise<void> {
  const { decoder, slot, tools, threads, states } = options;
  const { signal } = trace;
  const body = trace.prompt.slice(0, -1);
  const plain = tools.newSampler();
  try {
    plain.applyConfig({ temperature: 0, seed: 0 });
    await states?.load(decoder, slot, body);
    await readBody(decoder, slot, body, { threads: threads.read, signal });
    const steps = [...trace.prompt.slice(-1), ...trace.answer];
    for (const [place, token] of steps.entries()) {
      if (signal?.aborted) throw new AbortedError();
      const [at] = await decoder.decode([{ slot, token }], threads.decode);
      if (place < trace.from) continue;
      trace.onLogits(place, await decoder.logits(at ?? -1, plain, tools.vocabularySize));
    }
  } catch (error) {
    if (!(error instanceof AbortedError)) decoder.reset(slot);
    throw error;
  } finally {
    plain.dispose();
    decoder.truncate(slot, body.length);
  }
}
