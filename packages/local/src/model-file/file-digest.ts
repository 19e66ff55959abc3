import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";

interface DigestNote {
  size: number;
  mtime_ms: number;
  sha256: string;
}

/** SHA-256 of a file's content in lower-case hex, read in pieces. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20, signal }))
    hash.update(piece as Buffer);
  return hash.digest("hex");
}

/**
 * SHA-256 of a file, remembered in `cacheDir` for as long as its size and time of change stay the same:
 * hashing gigabytes at every start would cost seconds.
 */
export async function fileDigest(file: string, cacheDir: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const key = createHash("sha256").update(path.resolve(file)).digest("hex").slice(0, 32);
  const note = path.join(cacheDir, "digests", `${key}.json`);
  const known = await readNote(note);
  if (known?.size === size && known.mtime_ms === mtimeMs) return known.sha256;
  const sha256 = await sha256OfFile(file);
  await writeNote(note, { size, mtime_ms: mtimeMs, sha256 });
  return sha256;
}

async function readNote(note: string): Promise<DigestNote | undefined> {
  try {
    const value = JSON.parse(await readFile(note, "utf8")) as DigestNote;
    return /^[0-9a-f]{64}$/.test(value.sha256) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function writeNote(note: string, value: DigestNote): Promise<void> {
  try {
    await mkdir(path.dirname(note), { recursive: true });
    await writeFile(note, JSON.stringify(value));
  } catch {
    // A cache that cannot be written only costs the hashing again.
  }
}
