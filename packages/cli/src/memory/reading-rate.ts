import type { MessageRecord } from "@colloquy/core";
import type { OpenModel } from "../context.ts";

/** Tokens a second that two common cores read with the embedded model; used until this machine was seen reading. */
const USUAL = 120;
/** Shorter reads are mostly the loading of the model. */
const LEAST_READ = 200;

/**
 * Prompt tokens that this machine reads in a second with a model inside: the best of the path's answers,
 * since whatever else the machine did only made them slower. Null for a model elsewhere.
 */
export function readingRate(
  { inside }: Pick<OpenModel, "inside">,
  path: readonly MessageRecord[],
): number | null {
  if (!inside) return null;
  const seen = path.flatMap(({ answer }) => {
    const read =
      (answer?.usage?.prompt_tokens ?? 0) -
      (answer?.usage?.prompt_tokens_details?.cached_tokens ?? 0);
    const ms = answer?.timing.first_token_ms;
    return read >= LEAST_READ && ms ? [(read * 1_000) / ms] : [];
  });
  return seen.length > 0 ? Math.max(...seen) : USUAL;
}
