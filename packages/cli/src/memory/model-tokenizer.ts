import { corrected, type ModelLessons, type StreamOptions, type Tokenizer } from "@colloquy/core";
import type { OpenModel } from "../context.ts";

export interface TokenizerWishes extends StreamOptions {
  /** Characters to be counted; a short history needs no vocabulary, which takes 300 ms to load. */
  characters: number;
  /** Loads the model's own vocabulary whatever the length, where it is here. */
  exact?: boolean;
  lessons?: ModelLessons | undefined;
}

/** Up to this many characters the estimate without a vocabulary is good enough to plan with. */
const SHORT_CHARACTERS = 24_000;

/** Counts for a model: its own where they are here, else an estimate corrected by what replies reported. */
export async function modelTokenizer(
  model: OpenModel,
  { characters, exact = false, lessons, ...stream }: TokenizerWishes,
): Promise<Tokenizer> {
  if (model.tokenizer) return model.tokenizer(stream);
  const { estimateTokenizer, tokenizerFor } = await import("@colloquy/tokenizer");
  const tokenizer =
    exact || characters >= SHORT_CHARACTERS ? await tokenizerFor(model.id) : estimateTokenizer;
  return corrected(tokenizer, lessons?.correction ?? null);
}
