import type { Command } from "../../command.ts";
import { findSetting } from "../../config/find-setting.ts";
import { keepSetting } from "../../config/keep-setting.ts";
import { settings } from "../../config/settings.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";

/** Takes a setting out of the file. */
export const configUnset: Command = {
  name: "config unset",
  summary: "Takes a setting out of the file: its default counts again.",
  arguments: "<name>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy config unset model"],
  async run(context, input) {
    const name = findSetting(input.words[0] ?? "");
    const winner = await keepSetting(context, { name });
    const { screen } = context;
    const usual = settings[name].default;
    if (input.flag("json")) printJson(screen, { name, default: usual, overridden_by: winner });
    else {
      screen.say(`${name} is ${JSON.stringify(usual)} again`);
      if (winner) screen.say(screen.err.yellow(`${winner} is set and wins over it`));
    }
    return exitCode.done;
  },
};
