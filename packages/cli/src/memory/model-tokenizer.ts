import { correctedBy, type ModelLessons, type StreamOptions, type Tokenizer } from "@colloquy/core";
import type { OpenModel } from "../context.ts";

export interface TokenizerWishes extends StreamOptions {
  /** Characters to be counted; a short history needs no vocabulary, which takes 300 ms to load. */
  characters: number;
  /** Loads the model's own vocabulary whatever the length, where it is here. */
  exact?: boolean;
  /** Tokens that the prompt may use, null for no limit: near it an estimate would decide otherwise. */
  budget?: number | null;
  lessons?: ModelLessons | undefined;
}

/** Up to this many characters the estimate without a vocabulary is good enough to plan with. */
const SHORT_CHARACTERS = 24_000;

/** Counts for a model: its own where they are here, else an estimate corrected by what replies reported. */
export async function modelTokenizer(
  model: OpenModel,
  { characters, exact = false, budget = null, lessons, ...stream }: TokenizerWishes,
): Promise<Tokenizer> {
  if (model.tokenizer) return model.tokenizer(stream);
  const { estimateTokenizer, tokenizerFor } = await import("@colloquy/tokenizer");
  // No text takes more tokens than about one a character, so below the budget any count sends everything.
  const short = characters < Math.min(SHORT_CHARACTERS, budget ?? SHORT_CHARACTERS);
  const tokenizer = exact || !short ? await tokenizerFor(model.id) : estimateTokenizer;
  return correctedBy(tokenizer, lessons?.corrections ?? []);
}
