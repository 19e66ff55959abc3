import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Bar, BenchRow } from "../bench-result.ts";

interface Allocation {
  /** Share of runs whose choice was right. */
  accuracy: number;
  calls: number;
}

interface Simulated {
  runs: number;
  comparisons: readonly { uniform: Allocation; halving: Allocation | null; ratio: number | null }[];
}

/** Uniform calls at which the bar stands: some nine in ten choices are right there. */
const UNIFORM_CALLS = 1_280;
const LIMIT = 0.7;

/** How many calls halving with its confirmation takes to be right as often as uniform allocation. */
export async function halvingPart(runs: number): Promise<{ rows: BenchRow[]; bars: Bar[] }> {
  const script = fileURLToPath(new URL("../../../core/simulation/halving.ts", import.meta.url));
  const args = ["--conditions=@colloquy/source", script, String(runs), "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const simulated = JSON.parse(stdout) as Simulated;
  const rows = simulated.comparisons.map(({ uniform, halving, ratio }) => ({
    subject: `halving for uniform's ${uniform.calls} calls`,
    uniform_accuracy: uniform.accuracy,
    halving_accuracy: halving?.accuracy ?? null,
    halving_calls: halving?.calls ?? null,
    ratio,
    runs: simulated.runs,
  }));
  const at = simulated.comparisons.find(({ uniform }) => uniform.calls === UNIFORM_CALLS);
  const value = at?.ratio ?? Number.NaN;
  const name = `halving's calls, confirmation counted, ÷ uniform's ${UNIFORM_CALLS} at its accuracy`;
  return { rows, bars: [{ name, value, limit: LIMIT, unit: "× at most", ok: value <= LIMIT }] };
}
