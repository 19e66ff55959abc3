import { InvalidInputError, presets, requireParameters, type Preset } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { changeConfigFile, withEntry } from "../../config/change-config-file.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { findPreset } from "../../parameters/find-preset.ts";
import { presetWords } from "../../parameters/preset-words.ts";
import { readAssignments } from "../../parameters/read-assignments.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { printJson } from "../../render/print-json.ts";

/** Keeps a preset in the configuration file. */
export const presetsSave: Command = {
  name: "presets save",
  summary: "Keeps parameters under a name; one of that name is replaced.",
  arguments: "<name>",
  options: [
    {
      flags: "-o, --option <key=value>",
      about: "a parameter: -o KEY VALUE or KEY=VALUE",
      repeat: true,
    },
    { flags: "-s, --system <text>", about: "a system prompt to go with them" },
    { flags: "-t, --preset <name>", about: "begin with what that preset sets" },
    { flags: "--description <text>", about: "what it is for" },
    { flags: "--force", about: "keep values the table of parameters would refuse" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: [
    "colloquy presets save brief -o max_tokens 80 -s 'Answer in one sentence.'",
    "colloquy presets save code-hot -t code -o temperature 0.8",
  ],
  async run(context, input) {
    const preset = await readPreset(context, input);
    const { name, ...value } = preset;
    await changeConfigFile(context.paths.configFile, (raw) =>
      withEntry(raw, { section: "presets", name, value }),
    );
    const { screen } = context;
    if (input.flag("json")) printJson(screen, { preset });
    else {
      screen.say(`${name}: ${presetWords(preset)}; use it with -t ${name}`);
      if (presets.some((built) => built.name === name))
        screen.say(
          `in place of the one that comes along, until \`colloquy presets delete ${name}\``,
        );
    }
    return exitCode.done;
  },
};

async function readPreset(context: CommandContext, input: CommandInput): Promise<Preset> {
  const name = checkName(input.words[0] ?? "");
  const base = input.text("preset");
  const begin = base === undefined ? undefined : findPreset(base, context.config.file);
  const force = input.flag("force");
  const { set, unset } = await readAssignments(input.list("option"), { cwd: context.cwd, force });
  const merged = Object.entries({ ...begin?.parameters, ...set });
  const parameters = Object.fromEntries(merged.filter(([key]) => !unset.includes(key)));
  const system = input.text("system") ?? begin?.system;
  requireParameters(parameters, { force });
  if (merged.length === 0 && system === undefined) throw empty(name);
  const description = input.text("description") ?? "saved by hand";
  return { name, description, parameters, ...(system !== undefined && { system }) };
}

function checkName(name: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name)) return name;
  throw new InvalidInputError({
    message: `${JSON.stringify(name)} is no name for a preset`,
    remedy: "Use letters, digits, dots and hyphens: brief, code-hot.",
    details: { field: "name", given: name },
  });
}

function empty(name: string): InvalidInputError {
  return new InvalidInputError({
    message: `${name}: nothing to keep`,
    remedy: "Give it parameters with -o KEY VALUE, or a system prompt with -s TEXT.",
    details: { field: "option", allowed: "at least one -o, -s or -t" },
  });
}
