import type { BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";

/** Something to measure: `work` does it once and fails if the result is not right. */
export interface CpuSubject {
  subject: string;
  work(): Promise<void>;
}

export interface CpuRoundOptions {
  rounds: number;
  /** How often each subject works in a round. */
  repeats: number;
  /** The subject that ratios are taken to. */
  floor: string;
  say?: (line: string) => void;
}

/** Microseconds of CPU (user and system, all threads) of this process for each piece of work. */
async function cpuOf(subject: CpuSubject, repeats: number): Promise<number> {
  const start = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat += 1) await subject.work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / repeats;
}

/**
 * Measures subjects in turns: every round runs each of them, in an order that rotates, so that whatever
 * else the machine does falls on all. Ratios are taken within a round; the row has their median.
 */
export async function cpuRounds(
  subjects: readonly CpuSubject[],
  { rounds, repeats, floor, say = () => undefined }: CpuRoundOptions,
): Promise<readonly BenchRow[]> {
  const measured = new Map<string, number[]>(subjects.map(({ subject }) => [subject, []]));
  for (const subject of subjects) {
    say(`warming up: ${subject.subject}`);
    await cpuOf(subject, repeats);
  }
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${round + 1} of ${rounds}`);
    for (let turn = 0; turn < subjects.length; turn += 1) {
      const subject = subjects[(turn + round) % subjects.length];
      if (subject) measured.get(subject.subject)?.push(await cpuOf(subject, repeats));
    }
  }
  const floors = measured.get(floor) ?? [];
  return subjects.map(({ subject }) => rowOf(subject, measured.get(subject) ?? [], floors));
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
