import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Observation, TokenTruth } from "@colloquy/core";

type Pairs = readonly (readonly [logprob: number, entropy: number])[];

/** Scores of an experiment's samples, computed once and kept in the cache. */
export interface KeptScores {
  of(
    observation: Observation,
    compute: () => Promise<readonly TokenTruth[] | null>,
  ): Promise<readonly TokenTruth[] | null>;
  /** Writes what is new. */
  save(): Promise<void>;
}

/** Opens the scores kept for an experiment. */
export async function keptScores(cache: string, experimentId: string): Promise<KeptScores> {
  const file = path.join(cache, "lab", "scores", `${experimentId}.json`);
  const known = new Map(Object.entries(await read(file)));
  let isNew = false;
  // One token is scored at a time anyway: samples wait for each other instead of piling up in the engine.
  let last: Promise<unknown> = Promise.resolve();
  return {
    async of({ result }, compute) {
      const count = result.completion?.choices[0]?.token_ids?.length ?? 0;
      const turn = last.then(async () => {
        const found = known.get(result.sample_id);
        // A prefix of a sample has the first of its tokens' scores.
        if (found && found.length >= count) return truthsOf(found.slice(0, count));
        const computed = await compute();
        if (!computed) return null;
        known.set(
          result.sample_id,
          computed.map(({ logprob, entropy }) => [logprob, entropy] as const),
        );
        isNew = true;
        return computed;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    async save() {
      if (!isNew) return;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(`${file}.part`, JSON.stringify(Object.fromEntries(known)), { mode: 0o600 });
      await rename(`${file}.part`, file);
    },
  };
}

const truthsOf = (pairs: Pairs): readonly TokenTruth[] =>
  pairs.map(([logprob, entropy]) => ({ logprob, entropy }));

async function read(file: string): Promise<Record<string, Pairs>> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Record<string, Pairs>;
  } catch {
    return {};
  }
}
