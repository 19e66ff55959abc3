import { invalidSchema } from "./schema-document.ts";
import type { UnenforcedKeywords } from "./unenforced-keywords.ts";

/** llama.cpp refuses greater counts in a repetition. */
const MOST_REPEATS = 1000;

/** A repetition's bounds; those llama.cpp would refuse are left open. */
export function repetition(
  { least, most }: { least: number; most?: number | undefined },
  at: string,
  unenforced: UnenforcedKeywords,
): string {
  if (![least, most ?? 0].every((bound) => Number.isInteger(bound) && bound >= 0))
    throw invalidSchema(at, "lengths must be whole numbers, the least not above the most");
  if (most !== undefined && most < least)
    throw invalidSchema(at, "the least length is above the most");
  if (least > MOST_REPEATS || (most ?? 0) > MOST_REPEATS) {
    unenforced.add(`${at}/length`);
    return "*";
  }
  if (most === undefined) return least === 0 ? "*" : `{${least},}`;
  return `{${least},${most}}`;
}
