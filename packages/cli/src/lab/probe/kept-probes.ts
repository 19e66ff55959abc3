import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ProbeFinding } from "@colloquy/core";

/** What a probe found of a model as one provider serves it. */
export interface KeptProbe {
  model: string;
  /** Who served it; null where nobody can be chosen. */
  provider: string | null;
  /** ISO 8601 UTC. */
  at: string;
  findings: readonly ProbeFinding[];
}

/** Providers change without a word: after so long a finding counts no more. */
export const PROBE_DAYS = 30;

/** Probes of the last 30 days, newest first. */
export async function keptProbes(cache: string, now: number): Promise<readonly KeptProbe[]> {
  return (await read(fileIn(cache))).filter(
    ({ at }) => now - Date.parse(at) < PROBE_DAYS * 86_400_000,
  );
}

/** Keeps a probe; parameters it did not try keep what an earlier one found. */
export async function keepProbe(cache: string, probe: KeptProbe): Promise<void> {
  const file = fileIn(cache);
  const all = await read(file);
  const isSame = ({ model, provider }: KeptProbe): boolean =>
    model === probe.model && provider === probe.provider;
  const tried = new Set(probe.findings.map(({ parameter }) => parameter));
  const rest = all
    .filter(isSame)
    .map((earlier) => ({
      ...earlier,
      findings: earlier.findings.filter(({ parameter }) => !tried.has(parameter)),
    }))
    .filter(({ findings }) => findings.length > 0);
  const kept = [probe, ...rest, ...all.filter((each) => !isSame(each))];
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.part`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${file}.part`, file);
}

const fileIn = (cache: string): string => path.join(cache, "lab", "probes.json");

async function read(file: string): Promise<readonly KeptProbe[]> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as KeptProbe[];
  } catch {
    return [];
  }
}
