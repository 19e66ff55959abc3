import type { Command } from "./command.ts";
import type { Streams } from "./context.ts";
import type { EnvironmentVariables } from "./environment-variables.ts";
import { commands } from "./command-registry.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { findCommand, findSubcommand, type Found } from "./parse/find-command.ts";
import { normaliseArgv } from "./parse/normalise-argv.ts";
import { topHelp } from "./render/help.ts";

/** What a run reads and writes beside files: the process's own, unless a caller brings others. */
export interface World {
  streams: Streams;
  env: EnvironmentVariables;
}

/** Runs `colloquy ARGV` to its end and resolves with the exit status. */
export async function main(
  argv: readonly string[],
  world: World = { streams: process, env: process.env },
): Promise<ExitCode> {
  const [first, second] = argv;
  if (argv.length === 1 && (first === "--help" || first === "-h" || first === "help"))
    return print(world, topHelp(commands), exitCode.done);
  const words = first === "help" && second !== undefined ? [second, "--help"] : argv;
  const found = findCommand(normaliseArgv(words), commands);
  if (found.type === "mistyped") return refuse(world, found);
  return descend(world, await found.entry.load(), found.rest);
}

async function descend(world: World, command: Command, rest: readonly string[]): Promise<ExitCode> {
  const found = findSubcommand(command, rest);
  if (found?.type === "mistyped") return refuse(world, found);
  if (found) return descend(world, await found.entry.load(), found.rest);
  const { parseOptions } = await import("./parse/parse-options.ts");
  const parsed = parseOptions(command, command.run ? rest : ["--help"]);
  if (parsed.type === "text")
    return parsed.bad
      ? complain(world, parsed.text)
      : print(
          world,
          parsed.text,
          command.run || rest.length > 0 ? exitCode.done : exitCode.badUsage,
        );
  const { runCommand } = await import("./run-command.ts");
  return runCommand(command, parsed.input, { ...world, flags: parsed.flags });
}

function refuse(world: World, { word, meant }: Extract<Found, { type: "mistyped" }>): ExitCode {
  return complain(
    world,
    `colloquy: no command "${word}"; did you mean "${meant}"? To ask it as a question: colloquy ask "${word}"\n`,
  );
}

function print({ streams }: World, text: string, code: ExitCode): ExitCode {
  streams.stdout.write(text);
  return code;
}

function complain({ streams }: World, text: string): ExitCode {
  streams.stderr.write(text);
  return exitCode.badUsage;
}
