import { AbortedError } from "@colloquy/core";
import type { Slots } from "./decoder.ts";

/** Tokens read in one go: small enough to stop soon and to report progress, big enough to be quick. */
export const READ_CHUNK = 128;

export interface ReadOptions {
  threads: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** How many leading tokens two lists share. */
export function sharedPrefix(one: readonly number[], other: readonly number[]): number {
  const end = Math.min(one.length, other.length);
  let at = 0;
  while (at < end && one[at] === other[at]) at++;
  return at;
}

/**
 * How many of `shared` tokens that a state has in common with a body of `length` tokens may be kept, so
 * that what is left to read is nothing or at least two tokens. A token read alone gets other logits than
 * the same token read beside others, so reading one alone would make the text depend on what was cached.
 */
export function reusable(shared: number, length: number): number {
  const left = length - shared;
  if (length < 2) return 0;
  if (left === 1) return Math.max(0, shared - 1);
  return shared < 2 ? 0 : shared;
}

/** Cuts a list into pieces of at most `size` and, where it has two or more, of at least 2. */
export function chunksOf<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < list.length;) {
    const left = list.length - at;
    const take = left === size + 1 ? size - 1 : Math.min(left, size);
    chunks.push(list.slice(at, at + take));
    at += take;
  }
  return chunks;
}

/**
 * Makes a slot hold exactly `body`, reading what it does not hold yet, canonically: the same logits
 * follow whatever was held before. Returns how many tokens were there already. Throws `AbortedError`
 * between two chunks; what was read until then stays.
 */
export async function readBody(
  decoder: Slots,
  slot: number,
  body: readonly number[],
  options: ReadOptions,
): Promise<number> {
  const kept = reusable(sharedPrefix(decoder.held(slot), body), body.length);
  decoder.truncate(slot, kept);
  let done = kept;
  for (const chunk of chunksOf(body.slice(kept), READ_CHUNK)) {
    if (options.signal?.aborted) throw new AbortedError();
    await decoder.read(slot, chunk, options.threads);
    done += chunk.length;
    options.onProgress?.(done, body.length);
  }
  return kept;
}
