import { spawn } from "node:child_process";

/** A metric's command may take no longer than this for one answer. */
const DEADLINE_MS = 60_000;

/**
 * Runs a program with a text on its standard input and gives its exit code; 1 when it had to be stopped.
 * Throws when it cannot be started.
 */
export function runWithInput(
  command: string,
  words: readonly string[] | null,
  input: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { stdio: ["pipe", "ignore", "ignore"] as ["pipe", "ignore", "ignore"] };
    const child = words
      ? spawn(command, words, options)
      : spawn(command, { ...options, shell: true });
    const timer = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
    // A program that does not read its input closes it early; that is its own affair.
    child.stdin?.once("error", () => undefined);
    child.stdin?.end(input);
  });
}
