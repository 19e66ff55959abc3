import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

/** How quickly a model answered an experiment's calls, all of them together. */
export interface Speed {
  tokens_per_second: number;
  /** ISO 8601 UTC; null for a figure that is only assumed. */
  measured_at: string | null;
}

/** Assumed until an experiment was run: a small model on two cores, and eight streams of a server. */
const ASSUMED = { inside: 80, remote: 8 * 40 } as const;

type Speeds = Record<string, Speed>;

/** The speed last measured with a model on this machine, or an assumption. */
export async function speedOf(
  cache: string,
  { model, inside }: { model: string; inside: boolean },
): Promise<Speed> {
  const known = (await read(fileIn(cache)))[model];
  return (
    known ?? { tokens_per_second: inside ? ASSUMED.inside : ASSUMED.remote, measured_at: null }
  );
}

/** Keeps a speed; a cache that cannot be written only costs a worse estimate. */
export async function keepSpeed(cache: string, model: string, speed: Speed): Promise<void> {
  const file = fileIn(cache);
  try {
    const speeds = { ...(await read(file)), [model]: speed };
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.part`, JSON.stringify(speeds));
    await rename(`${file}.part`, file);
  } catch {
    // See above.
  }
}

const fileIn = (cache: string): string => path.join(cache, "lab", "speed.json");

async function read(file: string): Promise<Speeds> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Speeds;
  } catch {
    return {};
  }
}
