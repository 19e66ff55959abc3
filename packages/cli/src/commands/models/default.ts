import { keepSetting } from "../../config/keep-setting.ts";
import type { Command } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { exitCode } from "../../exit-code.ts";
import { placeOf } from "../../models/describe-model.ts";
import { printJson } from "../../render/print-json.ts";
import { describeAccess } from "../../server/describe-access.ts";

/** The model asked by default. */
export const modelsDefault: Command = {
  name: "models default",
  summary: "Prints the model that is asked when nothing else is said, or chooses it.",
  arguments: "[model]",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy models default", "colloquy models default author/slug"],
  async run(context, input) {
    const [name] = input.words;
    const { screen, config } = context;
    const json = input.flag("json");
    if (name === undefined) {
      const { value, origin } = config.resolve("model");
      if (json) printJson(screen, { model: value, origin });
      else {
        screen.print(`${value}\n`);
        screen.say(screen.err.dim(`from ${origin}`));
      }
      return exitCode.done;
    }
    const warnings = warningsOf(context, name);
    const winner = await keepSetting(context, { name: "model", value: name });
    if (winner) warnings.push(`${winner} is set and wins over it`);
    if (json) printJson(screen, { model: name, path: context.paths.configFile, warnings });
    else {
      screen.say(`${name} is asked from now on`);
      for (const warning of warnings) screen.say(screen.err.yellow(warning));
    }
    return exitCode.done;
  },
};

function warningsOf(context: CommandContext, name: string): string[] {
  const place = placeOf(context, name);
  if (place.where !== "server") return [];
  const { key, key_variables } = describeAccess(context.access(place.server));
  const costs = `it runs at ${place.server}: what is asked goes there, and may cost money`;
  if (key !== "missing") return [costs];
  return [costs, `no key yet: set ${key_variables[0]}, or: colloquy keys set ${place.server}`];
}
