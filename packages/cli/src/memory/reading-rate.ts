import type { AnswerRecord, ModelLessons } from "@colloquy/core";
import type { OpenModel } from "../context.ts";

/** Tokens a second that two common cores read with the embedded model; used until this machine was seen reading. */
const USUAL = 120;
/** Shorter reads are mostly the loading of the model. */
const LEAST_READ = 200;

/** How fast prompts are read here. */
export interface ReadingRate {
  tokens_per_second: number;
  /** False while it is what is usual, and not what this machine was seen to do. */
  measured: boolean;
}

/** How fast this machine reads prompts with a model inside, as its answers showed; null for a model elsewhere. */
export function readingRate(
  { inside }: Pick<OpenModel, "inside">,
  lessons: ModelLessons | undefined,
): ReadingRate | null {
  if (!inside) return null;
  const { reading_rate: seen } = lessons ?? {};
  return { tokens_per_second: seen ?? USUAL, measured: seen !== undefined };
}

/**
 * Prompt tokens a second that an answer waited for, the time its model took to load included; null where too
 * few were read to tell. Of several the best is right: whatever else the machine did only made it slower.
 */
export function readingRateSeen({
  usage,
  timing,
}: Pick<AnswerRecord, "usage" | "timing">): number | null {
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  const read = (usage?.prompt_tokens ?? 0) - cached;
  const ms = timing.first_token_ms;
  return read >= LEAST_READ && ms ? (read * 1_000) / ms : null;
}
