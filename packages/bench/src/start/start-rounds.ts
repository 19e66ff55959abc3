import type { BenchRow } from "../bench-result.ts";
import { median, quantile } from "../median.ts";

/** One subject of `startRounds`: does its work once and says how many milliseconds it took. */
export interface TimedSubject {
  name: string;
  time: () => number;
}

export interface StartRoundOptions {
  /** The first one is the floor. */
  subjects: readonly TimedSubject[];
  rounds: number;
  say: (line: string) => void;
}

/**
 * Times processes in turns, each round beginning with another. The first round is not counted: it warms the
 * files' pages and the compile cache. Ratios and differences to the floor are taken within a round.
 */
export function startRounds({ subjects, rounds, say }: StartRoundOptions): readonly BenchRow[] {
  const measured = new Map<string, number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    const first = (round + 1) % subjects.length;
    for (const { name, time } of [...subjects.slice(first), ...subjects.slice(0, first)]) {
      const ms = time();
      if (round >= 0) measured.get(name)?.push(ms);
    }
    if (round >= 0) say(`round ${round + 1} of ${rounds}`);
  }
  const floors = measured.get(subjects[0]?.name ?? "") ?? [];
  return subjects.map(({ name }) => rowOf(name, measured.get(name) ?? [], floors));
}

function rowOf(subject: string, values: readonly number[], floors: readonly number[]): BenchRow {
  const floor = (round: number): number => floors[round] ?? Number.NaN;
  return {
    subject,
    ms_median: median(values),
    ms_p25: quantile(values, 0.25),
    ms_p75: quantile(values, 0.75),
    ratio_median: median(values.map((value, round) => value / floor(round))),
    over_floor_ms_median: median(values.map((value, round) => value - floor(round))),
    rounds: values.length,
  };
}
