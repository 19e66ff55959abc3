import type { Command } from "./command.ts";
import type { Streams } from "./streams.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import { commands } from "./command-registry.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { findCommand, findSubcommand, type Found } from "./parse/find-command.ts";
import { normaliseArgv } from "./parse/normalise-argv.ts";
import { foldLine } from "./render/fold-line.ts";
import { topHelp } from "./render/help.ts";

/** What a run reads and writes beside files: the process's own, unless a caller brings others. */
export interface World {
  streams: Streams;
  env: EnvironmentVariables;
}

/** The words that follow what was understood so far. */
interface Rest {
  world: World;
  words: readonly string[];
}

/** Runs `colloquy ARGV` to its end and resolves with the exit status. */
export async function main(
  argv: readonly string[],
  world: World = { streams: process, env: process.env },
): Promise<ExitCode> {
  const [first, second] = argv;
  const asksHelp = argv.length === 1 && ["--help", "-h", "help"].includes(first ?? "");
  const hasNothing = argv.length === 0 && world.streams.stdin.isTTY === true;
  if (asksHelp || hasNothing) return print(world, topHelp(commands));
  const words = normaliseArgv(first === "help" && second !== undefined ? [second, "--help"] : argv);
  const found = findCommand(words, commands);
  if (found.type === "mistyped") return refuse(found, { world, words });
  return descend(await found.entry.load(), { world, words: found.rest });
}

async function descend(command: Command, { world, words }: Rest): Promise<ExitCode> {
  const found = findSubcommand(command, words);
  if (found?.type === "mistyped") return refuse(found, { world, words });
  if (found) {
    const next = await found.entry.load();
    const [first] = words;
    const isStray = found.rest === words && first !== undefined && !first.startsWith("-");
    if (isStray && !next.arguments) return refuseStray(command, { world, words });
    return descend(next, { world, words: found.rest });
  }
  const { parseOptions } = await import("./parse/parse-options.ts");
  const parsed = parseOptions(command, command.run ? words : ["--help"]);
  if (parsed.type === "text")
    return parsed.bad ? complain(parsed.text, { world, words }) : print(world, parsed.text);
  const { runCommand } = await import("./run-command.ts");
  return runCommand(command, parsed.input, { ...world, flags: parsed.flags });
}

function refuse(
  { word, meant }: Extract<Found, { type: "mistyped" }>,
  rest: Rest,
): Promise<ExitCode> {
  const how = `To ask it as a question: colloquy ask "${word}"`;
  return complain(`error: no command "${word}"; did you mean "${meant}"?\n${how}\n`, rest);
}

/** A word that is no command, where what runs without one takes no words. */
function refuseStray(command: Command, rest: Rest): Promise<ExitCode> {
  const names = command.subcommands?.map(({ name }) => name).join(", ") ?? "";
  return complain(
    `error: there is no such command of ${command.name}\nThere are ${names}: colloquy ${command.name} --help\n`,
    rest,
  );
}

function print({ streams: { stdout } }: World, text: string): ExitCode {
  const { columns } = stdout;
  const isNarrow = stdout.isTTY === true && columns !== undefined && columns > 0;
  const fold = (line: string): string => (isNarrow ? foldLine(line, columns) : line);
  stdout.write(text.split("\n").map(fold).join("\n"));
  return exitCode.done;
}

/** Bad usage, found before a command ran. `--json` prints its one object all the same. */
async function complain(text: string, { world: { streams }, words }: Rest): Promise<ExitCode> {
  streams.stderr.write(text);
  if (words.includes("--json")) {
    const { usageFailure } = await import("./error/usage-failure.ts");
    streams.stdout.write(`${JSON.stringify(usageFailure(text))}\n`);
  }
  return exitCode.badUsage;
}
