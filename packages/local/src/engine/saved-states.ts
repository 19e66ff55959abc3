import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { crc32 } from "node:zlib";
import { sharedPrefix } from "./read-prompt.ts";

/** Bytes all saved states may take together, of all models. */
export const SAVED_STATES_CAP = 512 * 2 ** 20;
/** More files than this would make looking for a prefix slower than reading it. */
const MOST_FILES = 128;
/** Fewer tokens gained than this are read sooner than a file. */
const WORTHWHILE = 16;
const HEADER = 12;
const MAGIC = 0x67677371;

/** Slots whose states are saved and loaded; a `Decoder`. */
export interface StateSlots {
  /** Tokens a slot can hold. */
  readonly size: number;
  held(slot: number): readonly number[];
  save(slot: number, file: string): Promise<void>;
  /** `tokens` is how many the file holds. */
  load(slot: number, file: string, tokens: number): Promise<void>;
  reset(slot: number): void;
}

interface Candidate {
  file: string;
  tokens: readonly number[];
}

export interface SavedStatesOptions {
  /** Folder of all saved states; each model and configuration has a folder of its own in it. */
  root: string;
  /** Names everything the bits of a state depend on. */
  key: string;
  cap?: number;
}

/**
 * Processed prompts kept in files, so that a new process goes on where an earlier one stopped. Files are
 * 0600, replaced as a whole, checked before use, and the least recently used go first. It is only a cache:
 * whatever goes wrong with it costs the reading again and is not reported.
 */
export class SavedStates {
  readonly #root: string;
  readonly #folder: string;
  readonly #cap: number;

  constructor({ root, key, cap }: SavedStatesOptions) {
    this.#root = root;
    this.#folder = path.join(root, key);
    this.#cap = cap ?? SAVED_STATES_CAP;
  }

  /** Loads into a slot the saved state that shares most with `body`, if it shares more than the slot does. */
  async load(slots: StateSlots, slot: number, body: readonly number[]): Promise<void> {
    const held = sharedPrefix(slots.held(slot), body);
    if (body.length - held < WORTHWHILE) return;
    let best: Candidate | undefined;
    let most = held + WORTHWHILE - 1;
    for (const candidate of await this.#candidates(slots.size)) {
      const shared = sharedPrefix(candidate.tokens, body);
      if (shared <= most) continue;
      most = shared;
      best = candidate;
    }
    if (best) await this.#loadFile(slots, slot, best);
  }

  /** Saves a slot's state; a saved one that it continues is given up for it. */
  async save(slots: StateSlots, slot: number): Promise<void> {
    const tokens = [...slots.held(slot)];
    if (tokens.length < WORTHWHILE) return;
    const temporary = path.join(this.#folder, `.${randomUUID()}.part`);
    try {
      const older = (await this.#candidates(Number.POSITIVE_INFINITY)).filter(
        (candidate) => sharedPrefix(candidate.tokens, tokens) === candidate.tokens.length,
      );
      if (older.some((candidate) => candidate.tokens.length === tokens.length)) return;
      await slots.save(slot, temporary);
      const name = `${randomUUID()}.${await checksum(temporary)}.state`;
      await rename(temporary, path.join(this.#folder, name));
      await Promise.all(older.map(({ file }) => rm(file, { force: true })));
      await prune(this.#root, this.#cap);
    } catch {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }

  async #candidates(size: number): Promise<Candidate[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names.filter((name) => name.endsWith(".state"));
    const candidates = files.map(async (name): Promise<Candidate[]> => {
      const file = path.join(this.#folder, name);
      const tokens = await savedTokens(file, size);
      return tokens ? [{ file, tokens }] : [];
    });
    return (await Promise.all(candidates)).flat();
  }

  async #loadFile(slots: StateSlots, slot: number, { file, tokens }: Candidate): Promise<void> {
    try {
      if ((await checksum(file)) !== path.basename(file).split(".")[1]) throw new Error("damaged");
      await slots.load(slot, file, tokens.length);
      if (sharedPrefix(slots.held(slot), tokens) !== tokens.length) throw new Error("damaged");
      const now = new Date();
      await utimes(file, now, now).catch(() => {});
    } catch {
      slots.reset(slot);
      await rm(file, { force: true }).catch(() => {});
    }
  }
}

/** Erases all processed prompts kept under a cache folder: they spell out what was said. */
export async function forgetSavedStates(cacheDir: string): Promise<void> {
  await rm(savedStatesRoot(cacheDir), { recursive: true, force: true });
}

/** Where processed prompts are kept under a cache folder. */
export function savedStatesRoot(cacheDir: string): string {
  return path.join(cacheDir, "states");
}

/** The tokens a state file says it holds, undefined when it is none or holds more than `size`. */
async function savedTokens(file: string, size: number): Promise<number[] | undefined> {
  let handle;
  try {
    handle = await open(file);
    const { buffer: header, bytesRead } = await handle.read(Buffer.alloc(HEADER), 0, HEADER, 0);
    const count = bytesRead === HEADER ? header.readUInt32LE(8) : 0;
    if (bytesRead < HEADER || header.readUInt32LE(0) !== MAGIC || count > size) return undefined;
    const { size: bytes } = await handle.stat();
    if (HEADER + count * 4 > bytes) return undefined;
    const { buffer } = await handle.read(Buffer.alloc(count * 4), 0, count * 4, HEADER);
    return Array.from({ length: count }, (_, index) => buffer.readInt32LE(index * 4));
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}

async function checksum(file: string): Promise<string> {
  let sum = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }))
    sum = crc32(piece as Buffer, sum);
  return sum.toString(16).padStart(8, "0");
}

/** Removes the least recently used states until the rest fits, and what a killed process left half written. */
async function prune(root: string, cap: number): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const found = await stat(file).catch(() => undefined);
        return { file, size: found?.size ?? 0, used: found?.mtimeMs ?? 0 };
      }),
  );
  const HOUR = 3_600_000;
  let kept = 0;
  let bytes = 0;
  for (const { file, size, used } of files.toSorted((one, other) => other.used - one.used)) {
    const abandoned = file.endsWith(".part") && Date.now() - used > HOUR;
    if (!abandoned && kept + 1 <= MOST_FILES && bytes + size <= cap) {
      kept++;
      bytes += size;
    } else await rm(file, { force: true });
  }
}
