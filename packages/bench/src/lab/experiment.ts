import { startUpstreamProcess } from "@colloquy/testkit";
import type { Bar, BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";
import { builtCommand } from "../process/built-command.ts";
import { CommandHome } from "../process/command-home.ts";
import { runWhole } from "../process/whole-process.ts";
import { installPromptfoo, promptfooRun } from "../peers/promptfoo.ts";
import { ourRun, type ExperimentRun } from "./our-experiment.ts";

const LIMIT_S = 1.2;
/** Chunks of the upstream's streams: an answer of some 48 tokens. */
const CHUNKS = 50;

interface ExperimentOptions {
  rounds: number;
  /** Calls of one experiment: a multiple of its cells. */
  calls: number;
  peers: boolean;
  say: (line: string) => void;
}

/**
 * One experiment as a whole process, kept in the store and with its report written, in front of an upstream
 * that answers at once. The first run of each subject is not counted: it fills compile caches and model lists.
 */
export async function experimentPart(
  options: ExperimentOptions,
): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const { rounds, calls, peers, say } = options;
  const command = await builtCommand(say);
  const upstream = await startUpstreamProcess({ scenario: "instant", chunks: CHUNKS });
  const home = new CommandHome(upstream.url);
  try {
    const runs: ExperimentRun[] = [ourRun({ command, home, calls })];
    if (peers) {
      await installPromptfoo(say);
      runs.push(promptfooRun({ node: command.node, home, url: upstream.url, calls }));
    }
    const rows = timeRuns(runs, rounds, say).map((row) => ({ ...row, calls }));
    return { rows, bars: [barOf(rows[0], calls)] };
  } finally {
    home.remove();
    await upstream.close();
  }
}

function timeRuns(
  runs: readonly ExperimentRun[],
  rounds: number,
  say: (line: string) => void,
): BenchRow[] {
  const seconds = runs.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, { program, check }] of runs.entries()) {
      const { ms, stdout } = runWhole(program);
      check(stdout);
      if (round >= 0) seconds[index]?.push(ms / 1_000);
    }
    if (round >= 0) say(`round ${round + 1} of ${rounds}`);
  }
  return runs.map(({ program }, index) => {
    const values = seconds[index] ?? [];
    return {
      subject: program.name,
      s_median: median(values),
      s_p25: quantile(values, 0.25),
      s_p75: quantile(values, 0.75),
      rounds: values.length,
    };
  });
}

function barOf(row: BenchRow | undefined, calls: number): Bar {
  const value = Number(row?.["s_median"] ?? Number.NaN);
  const name = `${calls} calls, kept and reported`;
  return { name, value, limit: LIMIT_S, unit: "s at most", ok: value <= LIMIT_S };
}
