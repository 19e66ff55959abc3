import { statSync } from "node:fs";
import type { BuiltCommand } from "../process/built-command.ts";
import type { CommandHome } from "../process/command-home.ts";
import type { WholeProcess } from "../process/whole-process.ts";

/** One subject: a process that makes all calls, and what its output must show. */
export interface ExperimentRun {
  program: WholeProcess;
  /** Throws unless every call was answered and kept. */
  check: (stdout: string) => void;
}

/** Temperatures of the sweep; with the unset one that is its baseline they make five cells. */
export const temperatures = [0, 0.7, 1, 1.5];
export const cells = temperatures.length + 1;
/** Calls at once, for each subject. */
export const concurrency = 8;
export const prompt = "Write a haiku about rain.";
export const model = "any/model";

interface LabResult {
  state: string;
  finished: number;
  report: string;
  cells: readonly { failures: { answered: number } }[];
}

/** `colloquy lab run`, with its result as JSON. */
export function ourRun(options: {
  command: BuiltCommand;
  home: CommandHome;
  calls: number;
}): ExperimentRun {
  const { command, home, calls } = options;
  const sweep = `temperature=${temperatures.join(",")}`;
  const words = ["lab", "run", prompt, "-m", model, "--sweep", sweep, "-o", "max_tokens=48"];
  const samples = ["-n", String(calls / cells), "--seed", "1"];
  const more = [...samples, "--concurrency", String(concurrency), "--yes", "--json"];
  return {
    program: {
      name: "colloquy lab run",
      command: command.node,
      args: [command.script, ...words, ...more],
      cwd: home.work,
      env: home.env,
    },
    check(stdout) {
      const { state, finished, report, cells: found } = JSON.parse(stdout) as LabResult;
      const answered = found.reduce((sum, { failures }) => sum + failures.answered, 0);
      if (state !== "finished" || finished !== calls || answered !== calls)
        throw new Error(`the experiment is ${state}: ${answered} of ${calls} calls answered`);
      if (statSync(report).size === 0) throw new Error("the experiment's report is empty");
    },
  };
}
