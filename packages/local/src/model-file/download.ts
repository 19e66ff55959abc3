import { open as openFile, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { Dispatcher, Response } from "undici";
import { isDiskTrouble } from "./model-file-errors.ts";

export interface DownloadOptions {
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
  /** Bytes there so far, and in all where the server says. */
  onBytes?: ((done: number, total: number | undefined) => void) | undefined;
  /** Milliseconds to connect, and of silence while the file comes. */
  connectTimeout?: number;
  silenceTimeout?: number;
}

export interface Downloaded {
  /** The partial file, complete now. */
  file: string;
  /** SHA-256 as the hub declares it, where it does. */
  declaredSha256?: string;
}

const MAX_REDIRECTS = 5;

interface Opened {
  response: Response;
  declaredSha256?: string;
}

/**
 * Brings what is at `url` into `file`, going on where an earlier, broken download of the same version
 * stopped. One that breaks off is gone on with for as long as that brings more of it. The proxy variables of
 * the environment are honoured. Throws plain errors; the caller says what they mean.
 */
export async function download(
  url: string,
  file: string,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  const undici = await import("undici");
  const dispatcher = new undici.EnvHttpProxyAgent({
    connect: { timeout: options.connectTimeout ?? 5_000 },
    headersTimeout: options.silenceTimeout ?? 30_000,
    bodyTimeout: options.silenceTimeout ?? 30_000,
  });
  try {
    for (;;) {
      const before = await sizeOf(file);
      try {
        return await attempt(dispatcher, url, file, options);
      } catch (error) {
        const gained = (await sizeOf(file)) > before;
        if (!gained || options.signal?.aborted || isDiskTrouble(error)) throw error;
      }
    }
  } finally {
    await dispatcher.destroy();
  }
}

async function attempt(
  dispatcher: Dispatcher,
  url: string,
  file: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  const validatorFile = `${file}.etag`;
  let there = await sizeOf(file);
  const validator = there > 0 ? await readFile(validatorFile, "utf8").catch(() => "") : "";
  if (!validator) there = 0;
  const range: Record<string, string> = validator
    ? { range: `bytes=${there}-`, "if-range": validator }
    : {};
  let opened = await open(dispatcher, url, { ...options.headers, ...range }, options.signal);
  if (opened.response.status === 416) {
    await opened.response.body?.cancel();
    opened = await open(dispatcher, url, { ...options.headers }, options.signal);
  }
  const { response, declaredSha256 } = opened;
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${new URL(url).host} answered ${response.status} ${response.statusText}`);
  }
  const start = response.status === 206 ? rangeStart(response, there) : 0;
  // The old beginning goes before the new version's name is written beside it.
  if (start === 0) await rm(file, { force: true });
  await writeFile(validatorFile, strongValidator(response));
  await receive(response, file, start, options);
  await rm(validatorFile, { force: true });
  return { file, ...(declaredSha256 ? { declaredSha256 } : {}) };
}

/** Follows redirects by hand: the hub tells the file's digest on its own redirect, and secrets stay there. */
async function open(
  dispatcher: Dispatcher,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  const { fetch } = await import("undici");
  let target = new URL(url);
  let sent = headers;
  let declaredSha256: string | undefined;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await fetch(target, {
      dispatcher,
      headers: { ...sent, "accept-encoding": "identity" },
      redirect: "manual",
      signal: signal ?? null,
    });
    const tag = response.headers.get("x-linked-etag")?.replaceAll('"', "");
    if (tag && /^[0-9a-f]{64}$/.test(tag)) declaredSha256 = tag;
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location)
      return { response, ...(declaredSha256 ? { declaredSha256 } : {}) };
    await response.body?.cancel();
    const next = new URL(location, target);
    if (next.origin !== target.origin) {
      const { authorization: _, ...rest } = sent;
      sent = rest;
    }
    target = next;
  }
  throw new Error(`${new URL(url).host} redirects without end`);
}

/** Appends the body to what is there of `file` up to `start`. */
async function receive(
  response: Response,
  file: string,
  start: number,
  { onBytes }: DownloadOptions,
): Promise<void> {
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  const total = Number.isFinite(length) ? start + length : undefined;
  const handle = await openFile(file, start > 0 ? "a" : "w");
  let done = start;
  try {
    for await (const piece of response.body ?? []) {
      const bytes = piece as Uint8Array;
      await handle.writeFile(bytes);
      done += bytes.length;
      onBytes?.(done, total);
    }
  } finally {
    await handle.close();
  }
  if (total !== undefined && done !== total)
    throw new Error(`the download ended after ${done} of ${total} bytes`);
}

/** Where a part of the file begins; an error when that is not where ours ends. */
function rangeStart(response: Response, there: number): number {
  const range = response.headers.get("content-range") ?? "";
  if (range.startsWith(`bytes ${there}-`)) return there;
  throw new Error(`the server sent "${range}" when it was asked for bytes from ${there} on`);
}

/** What tells one version of the file from another; "" when the server gives nothing to rely on. */
function strongValidator(response: Response): string {
  const etag = response.headers.get("etag");
  if (etag && !etag.startsWith("W/")) return etag;
  return response.headers.get("last-modified") ?? "";
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}
