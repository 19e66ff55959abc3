import type { BenchOptions, BenchResult } from "./bench-result.ts";
import { distributionPart } from "./lab/distribution.ts";
import { experimentPart } from "./lab/experiment.ts";
import { halvingPart } from "./lab/halving.ts";
import { importPart } from "./lab/import-cost.ts";
import { manySamples } from "./local/many-samples.ts";
import { openWorkspace } from "./local/workspace.ts";
import { machine } from "./machine.ts";

/**
 * The lab: a whole experiment, a sweep on the embedded model, halving against uniform allocation, one
 * distribution, and what importing the sampling code costs. Its own words `experiment`, `sweep`, `halving`,
 * `distribution` and `import` choose among them; with `--peers` promptfoo makes the same calls.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const { args, quick, peers } = options;
  const say = (line: string): void => options.say(line);
  const parts = {
    experiment: () =>
      experimentPart({ rounds: quick ? 2 : 9, calls: quick ? 50 : 200, peers, say }),
    sweep: () => sweep(quick, say),
    halving: () => halvingPart(quick ? 300 : 3_000),
    distribution: () => Promise.resolve(distributionPart(quick ? 5 : 25)),
    import: () => importPart(quick ? 5 : 15),
  };
  const unknown = args.filter((word) => !Object.keys(parts).includes(word));
  if (unknown.length > 0)
    throw new Error(`${unknown.join(", ")}: the parts are ${Object.keys(parts).join(", ")}`);
  const result: BenchResult = { bench: "lab", machine: machine(), rows: [], bars: [] };
  for (const [name, part] of Object.entries(parts)) {
    if (args.length > 0 && !args.includes(name)) continue;
    say(`measuring: ${name}`);
    const { rows, bars } = await part();
    result.rows = [...result.rows, ...rows.map((row) => ({ part: name, ...row }))];
    result.bars = [...result.bars, ...bars];
  }
  return result;
}

/** 5 cells × 16 samples of one prompt, joined by the model, against one by one. */
async function sweep(quick: boolean, say: (line: string) => void): ReturnType<typeof manySamples> {
  const workspace = await openWorkspace(say);
  try {
    return await manySamples(
      workspace,
      quick ? { rounds: 1, samples: 20 } : { rounds: 3, samples: 80 },
    );
  } finally {
    await workspace.remove();
  }
}
