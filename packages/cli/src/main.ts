import type { Command } from "./command.ts";
import type { SettingFlags } from "./config/config.ts";
import type { Streams } from "./context.ts";
import { commands } from "./command-registry.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { findCommand, findSubcommand, type Found } from "./parse/find-command.ts";
import { normaliseArgv } from "./parse/normalise-argv.ts";
import { topHelp } from "./render/help.ts";
import type { CommandInput } from "./parse/command-input.ts";

const streams: Streams = process;

/** Runs `colloquy ARGV` to its end and resolves with the exit status. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const [first, second] = argv;
  if (argv.length === 1 && (first === "--help" || first === "-h" || first === "help"))
    return print(topHelp(commands), exitCode.done);
  const words = first === "help" && second !== undefined ? [second, "--help"] : argv;
  const found = findCommand(normaliseArgv(words), commands);
  return found.type === "mistyped" ? refuse(found) : descend(await found.entry.load(), found.rest);
}

async function descend(command: Command, rest: readonly string[]): Promise<ExitCode> {
  const found = findSubcommand(command, rest);
  if (found?.type === "mistyped") return refuse(found);
  if (found) return descend(await found.entry.load(), found.rest);
  const { parseOptions } = await import("./parse/parse-options.ts");
  const parsed = parseOptions(command, command.run ? rest : ["--help"]);
  if (parsed.type === "text")
    return parsed.bad
      ? complain(parsed.text)
      : print(parsed.text, command.run || rest.length > 0 ? exitCode.done : exitCode.badUsage);
  return start(command, parsed.input, parsed.flags);
}

async function start(
  command: Command,
  input: CommandInput,
  flags: SettingFlags,
): Promise<ExitCode> {
  const { runCommand } = await import("./run-command.ts");
  return runCommand(command, input, { streams, flags, env: process.env });
}

function refuse({ word, meant }: Extract<Found, { type: "mistyped" }>): ExitCode {
  return complain(
    `colloquy: no command "${word}"; did you mean "${meant}"? To ask it as a question: colloquy ask "${word}"\n`,
  );
}

function print(text: string, code: ExitCode): ExitCode {
  streams.stdout.write(text);
  return code;
}

function complain(text: string): ExitCode {
  streams.stderr.write(text);
  return exitCode.badUsage;
}
