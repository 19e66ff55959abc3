import { spawnSync } from "node:child_process";

/** A program, from its start to its end. */
export interface WholeProcess {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Longest it may take, in milliseconds; two minutes unless given. */
  deadlineMs?: number;
}

export interface Ended {
  /** Wall time from before the process exists to after it has ended. */
  ms: number;
  stdout: string;
}

/** Runs a program and waits for its end. Throws, with what it said, when its status is not 0. */
export function runWhole(program: WholeProcess): Ended {
  const { name, command, args, cwd, env, deadlineMs = 120_000 } = program;
  const start = performance.now();
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: deadlineMs,
    maxBuffer: 2 ** 28,
  });
  const ms = performance.now() - start;
  if (error || status !== 0)
    throw new Error(
      `${name}: ${error?.message ?? `status ${status}`}\n${stdout.slice(-2_000)}${stderr.slice(-2_000)}`,
    );
  return { ms, stdout };
}
