import { mkdir, readFile, rm, utimes, writeFile, stat } from "node:fs/promises";
import path from "node:path";
import { InvalidInputError, type ExperimentStore } from "@colloquy/core";
import type { CommandContext } from "../context.ts";

/** Says that this process draws an experiment's samples, under the name `worker`. */
export interface RunLease {
  worker: string;
  release: () => Promise<void>;
}

interface Holder {
  pid: number;
  worker: string;
}

const HEARTBEAT_MS = 1_000;
/** A holder that has not been heard of for so long is gone, whoever has its process id now. */
const STALE_MS = 10_000;

/**
 * Takes an experiment for this process. What a killed process had claimed is freed at once, so that a
 * resumed run repeats no more than what was in flight. Throws `InvalidInputError` while another is at it.
 */
export async function takeRun(
  { paths, environment }: CommandContext,
  experimentId: string,
  store: ExperimentStore,
): Promise<RunLease> {
  const file = path.join(paths.state, "lab", `${experimentId}.json`);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const earlier = await holderOf(file);
  if (earlier && (await isAtWork(file, earlier, environment.now())))
    throw busy(experimentId, earlier);
  if (earlier) await freeClaims(store, experimentId, earlier.worker);
  const worker = environment.newId();
  const holder: Holder = { pid: process.pid, worker };
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    worker,
    async release() {
      clearInterval(beat);
      await rm(file, { force: true });
    },
  };
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

async function isAtWork(file: string, { pid }: Holder, now: number): Promise<boolean> {
  if (now - (await stat(file)).mtimeMs > STALE_MS) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function freeClaims(
  store: ExperimentStore,
  experimentId: string,
  worker: string,
): Promise<void> {
  const data = await store.load(experimentId);
  if (!data) return;
  const done = new Set(data.results.map(({ sample_id }) => sample_id));
  const open = data.samples.map(({ id }) => id).filter((id) => !done.has(id));
  await store.release(experimentId, open, worker);
}

function busy(id: string, { pid }: Holder): InvalidInputError {
  return new InvalidInputError({
    message: `experiment ${id} is being run by process ${pid}`,
    code: "busy",
    remedy: "Wait for it, or stop it; what it has drawn is kept.",
    details: { field: "experiment", given: id },
  });
}
