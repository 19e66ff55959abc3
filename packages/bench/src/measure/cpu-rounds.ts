import type { BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";
import { SubjectProcess } from "./subject-process.ts";

export interface CpuRoundOptions {
  /** URL of the module that makes the subjects; see `CpuSubjectModule`. */
  module: URL;
  /** The first one is the floor, to which ratios are taken. */
  subjects: readonly string[];
  /** Measured beside the floor in rounds of their own. */
  peers?: readonly string[];
  /** JSON for `makeSubject`. */
  context: unknown;
  rounds: number;
  /** How often each subject works in a round. */
  repeats: number;
  say: (line: string) => void;
}

/** Rounds that are run but not counted, until the code is compiled. */
const WARM_UP = 4;

/**
 * Measures subjects in turns: every round runs each of them, one after another, so that whatever else the
 * machine does falls on all. Ratios are taken within a round; a row has their median and quartiles. Peers have
 * rounds of their own: a process that stood idle while a heavy one worked, for seconds, comes back cold, by up
 * to a fifth and not always the same, which is no property of what it runs.
 */
export async function cpuRounds(options: CpuRoundOptions): Promise<readonly BenchRow[]> {
  const { subjects, peers = [] } = options;
  const rows = await roundsOf(subjects, options);
  if (peers.length === 0) return rows;
  const [, ...beside] = await roundsOf([...subjects.slice(0, 1), ...peers], options);
  return [...rows, ...beside];
}

async function roundsOf(
  subjects: readonly string[],
  { module, context, rounds, repeats, say }: CpuRoundOptions,
): Promise<readonly BenchRow[]> {
  say(`starting: ${subjects.join(", ")}`);
  const processes = await Promise.all(
    subjects.map((name) => SubjectProcess.start(module.href, name, context)),
  );
  const measured = new Map<string, number[]>(subjects.map((name) => [name, []]));
  try {
    for (let round = -WARM_UP; round < rounds; round += 1) {
      for (const subject of rotated(processes, round + WARM_UP)) {
        const cpu = await subject.cpuOf(repeats);
        if (round >= 0) measured.get(subject.name)?.push(cpu);
      }
      if (round >= 0) say(`round ${round + 1} of ${rounds}`);
    }
  } finally {
    for (const subject of processes) subject.stop();
  }
  const floors = measured.get(subjects[0] ?? "") ?? [];
  return subjects.map((name) => rowOf(name, measured.get(name) ?? [], floors));
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function rowOf(subject: string, values: readonly number[], floors: readonly number[]): BenchRow {
  const ratios = values.map((value, round) => value / (floors[round] ?? Number.NaN));
  return {
    subject,
    cpu_us_median: median(values),
    cpu_us_p25: quantile(values, 0.25),
    cpu_us_p75: quantile(values, 0.75),
    ratio_median: median(ratios),
    ratio_p25: quantile(ratios, 0.25),
    ratio_p75: quantile(ratios, 0.75),
    rounds: values.length,
  };
}
