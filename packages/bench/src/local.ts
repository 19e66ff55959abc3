import type { BenchOptions, BenchResult } from "./bench-result.ts";
import { dialogues } from "./local/dialogues.ts";
import { followUp } from "./local/follow-up.ts";
import { manySamples } from "./local/many-samples.ts";
import { oneStream } from "./local/one-stream.ts";
import { openWorkspace } from "./local/workspace.ts";
import { machine } from "./machine.ts";

/**
 * The embedded model: one stream, many samples, a follow-up in a new process, and that the text never depends
 * on what was cached. Its own words `stream`, `samples`, `follow-up` and `dialogues` choose among them.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const { args, quick } = options;
  const say = (line: string): void => options.say(line);
  const workspace = await openWorkspace(say);
  const parts = {
    stream: () => oneStream(workspace, quick ? 2 : 8),
    samples: () =>
      manySamples(workspace, quick ? { rounds: 1, samples: 32 } : { rounds: 3, samples: 80 }),
    "follow-up": () => followUp(workspace, quick ? 1 : 5),
    dialogues: () => dialogues(workspace, quick ? 2 : 20),
  };
  const result: BenchResult = { bench: "local", machine: machine(), rows: [], bars: [] };
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (args.length > 0 && !args.includes(name)) continue;
      say(`measuring: ${name}`);
      const { rows, bars } = await part();
      result.rows = [...result.rows, ...rows];
      result.bars = [...result.bars, ...bars];
    }
    return result;
  } finally {
    await workspace.remove();
  }
}
