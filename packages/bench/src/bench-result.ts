/** What a bench is run with. `args` are the words after the bench's name that are not common flags. */
export interface BenchOptions {
  args: readonly string[];
  /** Also measure the peers, installed at pinned versions into a folder of their own. */
  peers: boolean;
  /** Fewer rounds: a smoke run whose bars are not to be quoted. */
  quick: boolean;
  /** Progress for people, one line each, on stderr. */
  say(line: string): void;
}

/** One measured subject: its name, and figures with their unit in the key (`cpu_ms_median`). */
export interface BenchRow {
  subject: string;
  [figure: string]: unknown;
}

/** One promise and what was measured. `ok` is decided by the bench: some bars are floors, some ceilings. */
export interface Bar {
  name: string;
  value: number;
  limit: number;
  unit: string;
  ok: boolean;
}

export interface BenchResult {
  bench: string;
  machine: { cpu: string; cores: number; memory_gib: number; node: string; platform: string };
  rows: readonly BenchRow[];
  bars: readonly Bar[];
}

/** A result with how it came about: what `--json` prints. */
export interface MeasuredResult extends BenchResult {
  /** The day it was measured, as YYYY-MM-DD, UTC. */
  date: string;
  /** What measures it again. */
  command: string;
}

/** One bench module: `packages/bench/src/NAME.ts` exports `run`. */
export interface BenchModule {
  run(options: BenchOptions): Promise<BenchResult>;
}
