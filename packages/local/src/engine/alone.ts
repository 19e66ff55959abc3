import { AbortedError } from "@colloquy/core";
import type { Slots } from "./decoder.ts";
import type { Ending, Generation } from "./generation.ts";
import { readBody } from "./read-prompt.ts";
import type { SavedStates, StateSlots } from "./saved-states.ts";
import { Writing, type WritingTools } from "./writing.ts";

/** Threads for writing one answer, for reading a prompt, and for writing many answers at once. */
export interface Threads {
  decode: number;
  read: number;
  batch: number;
}

export interface AloneOptions {
  decoder: Slots & StateSlots;
  slot: number;
  tools: WritingTools;
  threads: Threads;
  states: SavedStates | undefined;
}

/**
 * Computes one answer in one slot. What stays in the slot is the prompt's state as it is before the first
 * token of the answer; the answer's own tokens, each read alone, would not be canonical as prompt.
 */
export async function answerAlone(generation: Generation, options: AloneOptions): Promise<Ending> {
  const { decoder, slot, threads } = options;
  const { signal } = generation;
  const body = generation.prompt.slice(0, -1);
  try {
    await options.states?.load(decoder, slot, body);
    const cached = await readBody(decoder, slot, body, {
      threads: threads.read,
      signal,
      onProgress: (done, total) =>
        generation.onProgress({ message: "reading the prompt", done, total }),
    });
    generation.onStart(cached);
    return await write(generation, options);
  } catch (error) {
    if (!(error instanceof AbortedError)) decoder.reset(slot);
    throw error;
  } finally {
    decoder.truncate(slot, body.length);
  }
}

async function write(generation: Generation, options: AloneOptions): Promise<Ending> {
  const writing = await Writing.begin(generation, options.tools);
  try {
    return await writeOn(writing, options);
  } finally {
    writing.dispose();
  }
}

/** Writes an answer to its end, a token at a time. */
export async function writeOn(
  writing: Writing,
  { decoder, slot, threads }: Pick<AloneOptions, "decoder" | "slot" | "threads">,
): Promise<Ending> {
  for (;;) {
    if (writing.generation.signal?.aborted) throw new AbortedError();
    const [place] = await decoder.decode([{ slot, token: writing.token }], threads.decode);
    const ending = await writing.draw(decoder, place ?? -1);
    if (ending) return ending;
  }
}
