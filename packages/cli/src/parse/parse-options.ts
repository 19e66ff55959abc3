import { redact } from "@colloquy/core";
import { Command as Commander, CommanderError } from "commander";
import type { Command, OptionSpec } from "../command.ts";
import type { SettingFlags } from "../config/config.ts";
import { commandInput, type CommandInput } from "./command-input.ts";

/** What commander made of a command's words: input, or a text to print and the status to end with. */
export type Parsed =
  | { type: "input"; input: CommandInput; flags: SettingFlags }
  | { type: "text"; text: string; bad: boolean };

/** Reads the words that follow a command's name. */
export function parseOptions(command: Command, argv: readonly string[]): Parsed {
  let text = "";
  const program = describe(command).configureOutput({
    writeOut: (part) => void (text += part),
    writeErr: (part) => void (text += part),
  });
  try {
    program.exitOverride().parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { type: "text", text: unrepeated(text, error), bad: error.exitCode !== 0 };
  }
  const options = program.opts();
  return {
    type: "input",
    input: commandInput(program.args, options),
    flags: settingFlags(command.options ?? [], options, program),
  };
}

/** What was typed in the wrong place may be a key: commander's words without it. */
function unrepeated(text: string, { code }: CommanderError): string {
  const isExcess = code === "commander.excessArguments";
  return redact(
    isExcess ? text.replace(/( but got \d+): [\s\S]*?\.(?=\n\(see: |\n*$)/, "$1.") : text,
  );
}

function describe(command: Command): Commander {
  const program = new Commander(`colloquy ${command.name}`)
    .description(command.summary)
    .helpOption("-h, --help", "this help")
    .showHelpAfterError(`(see: colloquy ${command.name} --help)`);
  if (command.arguments) program.arguments(command.arguments);
  if (command.subcommands) program.usage("[options] [command]");
  for (const { flags, about, repeat } of command.options ?? [])
    if (repeat) program.option(flags, about, collect);
    else program.option(flags, about);
  program.addHelpText("after", () => moreHelp(command));
  return program;
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function moreHelp(command: Command): string {
  const parts: string[] = [];
  if (command.subcommands?.length) {
    const width = Math.max(...command.subcommands.map(({ name }) => name.length)) + 2;
    const lines = command.subcommands.map(
      ({ name, summary }) => `  ${name.padEnd(width)}${summary}`,
    );
    parts.push(`\nCommands:\n${lines.join("\n")}`);
  }
  if (command.examples?.length)
    parts.push(`\nExamples:\n${command.examples.map((line) => `  ${line}`).join("\n")}`);
  return parts.join("\n");
}

function settingFlags(
  specs: readonly OptionSpec[],
  options: Readonly<Record<string, unknown>>,
  program: Commander,
): SettingFlags {
  const flags: Record<string, string | boolean> = {};
  for (const { flags: words, setting } of specs) {
    if (!setting) continue;
    const option = program.options.find((candidate) => candidate.flags === words);
    const key = option?.attributeName();
    if (key === undefined || program.getOptionValueSource(key) !== "cli") continue;
    const value = options[key];
    if (typeof value === "string" || typeof value === "boolean") flags[setting] = value;
  }
  return flags;
}
