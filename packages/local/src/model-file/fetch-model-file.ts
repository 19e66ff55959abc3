import { open, stat } from "node:fs/promises";
import type { ModelFileError, ModelProgress } from "@colloquy/core";
import { acquireFileLock } from "../file-lock.ts";
import type { EmbeddedModel } from "./embedded-models.ts";
import { fetchFromSources } from "./fetch-from-sources.ts";
import { fileDigest } from "./file-digest.ts";
import { missingFile, notGguf, unknownVersion, unreadableFile } from "./model-file-errors.ts";
import { locateModel, type ModelLocation } from "./model-location.ts";
import { readModelReference } from "./model-reference.ts";

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
    await fetchFromSources(location, options);
    const fetched = await checkedFile(location, options.cacheDir);
    if (!fetched) throw (await whatIsWrong(location.path)) ?? notGguf(location.path);
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
  const wrong = await whatIsWrong(location.path);
  if (wrong) {
    if (location.sources.length === 0) throw wrong;
    return undefined;
  }
  const sha256 = await fileDigest(location.path, cacheDir);
  if (location.expected && sha256 !== location.expected.sha256) return undefined;
  return { name: location.name, path: location.path, sha256, embedded: location.embedded };
}

/** Magic, version and two counts, at the beginning of every GGUF file. */
const HEADER_BYTES = 24;
const VERSIONS = [2, 3];

/** What a look at a file's first bytes says against it. */
async function whatIsWrong(file: string): Promise<ModelFileError | undefined> {
  let handle;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES));
    if (bytesRead < HEADER_BYTES || buffer.toString("latin1", 0, 4) !== "GGUF")
      return notGguf(file);
    const version = buffer.readUInt32LE(4);
    return VERSIONS.includes(version) ? undefined : unknownVersion(file, version);
  } catch (error) {
    return unreadableFile(file, error);
  } finally {
    await handle?.close();
  }
}
