import { getRandomValues } from "node:crypto";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { contentId, probeDesign, type ProbeOutcome } from "@colloquy/core";

/** A probe under way: what came so far is on the disk, so that one that was stopped goes on where it was. */
export interface BegunProbe {
  seed: number;
  /** Answers and refusals so far, by place among the probe's calls. */
  outcomes: ReadonlyMap<number, ProbeOutcome>;
  add(place: number, outcome: ProbeOutcome): Promise<void>;
  /** Nothing of it is needed any more. */
  finish(): Promise<void>;
}

/** What makes two probes the same. */
export interface ProbeQuestion {
  model: string;
  provider: string | null;
  parameters: readonly string[];
  /** Given by hand: another one begins anew. */
  seed: number | undefined;
}

/** Providers change without a word: what was begun so long ago is begun anew. */
const STALE_MS = 86_400_000;

interface Header {
  seed: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The seed stands in each, since another process may probe the same and write here too. */
type Line = readonly [seed: number, place: number, outcome: ProbeOutcome];

export interface BeginOptions {
  /** The folder of caches. */
  cache: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Told once where nothing can be written: the probe goes on all the same. */
  onUnkept: (reason: string) => void;
}

/** The probe of that question that was stopped within a day, or a new one. Nothing is written before the first `add`. */
export async function begunProbe(
  { seed, ...question }: ProbeQuestion,
  { cache, now, onUnkept }: BeginOptions,
): Promise<BegunProbe> {
  // Other prompts or values are another question.
  const calls = probeDesign({ parameters: question.parameters, seed: 0 });
  const file = path.join(cache, "lab", "probes", `${contentId({ ...question, calls })}.jsonl`);
  const found = await read(file);
  const isSame =
    found !== null &&
    now - found.header.at < STALE_MS &&
    (seed === undefined || seed === found.header.seed);
  const header = isSame
    ? found.header
    : { seed: seed ?? (getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1, at: now };
  let started: Promise<void> | undefined = isSame ? Promise.resolve() : undefined;
  let unkept = false;
  return {
    seed: header.seed,
    outcomes: new Map(isSame ? found.outcomes : []),
    async add(place, outcome) {
      // A call that failed is made again.
      if (outcome.type === "failed" || unkept) return;
      const line: Line = [header.seed, place, outcome];
      try {
        await (started ??= begin(file, header));
        await appendFile(file, `${JSON.stringify(line)}\n`);
      } catch (error) {
        if (!unkept) onUnkept(error instanceof Error ? error.message : String(error));
        unkept = true;
      }
    },
    finish: () => rm(file, { force: true }).catch(() => undefined),
  };
}

async function begin(file: string, header: Header): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(header)}\n`, { mode: 0o600 });
}

/** Null where there is no such file, or one without its beginning. A line torn by a crash is left out. */
async function read(
  file: string,
): Promise<{ header: Header; outcomes: readonly (readonly [number, ProbeOutcome])[] } | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  const [header, ...rest] = text.split("\n").map((line) => parsed(line));
  if (!isHeader(header)) return null;
  const own = rest.filter((line) => isLine(line)).filter(([seed]) => seed === header.seed);
  return { header, outcomes: own.map(([, place, outcome]) => [place, outcome]) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== "object" || value === null) return false;
  const { seed, at } = value as Partial<Header>;
  return Number.isInteger(seed) && Number.isFinite(at);
}

function isLine(value: unknown): value is Line {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [seed, place, outcome] = value as readonly unknown[];
  if (!Number.isInteger(seed) || !Number.isInteger(place)) return false;
  if (typeof outcome !== "object" || outcome === null || !("type" in outcome)) return false;
  if (outcome.type === "refused") return "message" in outcome;
  return outcome.type === "answer" && "answer" in outcome && "ignored" in outcome;
}
