import type { Command } from "../../command.ts";
import { findSetting } from "../../config/find-setting.ts";
import { keepSetting } from "../../config/keep-setting.ts";
import { readSettingText } from "../../config/read-setting.ts";
import { exitCode } from "../../exit-code.ts";
import { placeOf } from "../../models/describe-model.ts";
import { printJson } from "../../render/print-json.ts";

/** Keeps a setting in the file. */
export const configSet: Command = {
  name: "config set",
  summary: "Keeps a setting in the file, once its value is found right.",
  arguments: "<name> <value>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy config set max_cost_per_turn 0.01", "colloquy config set stream false"],
  async run(context, input) {
    const [given = "", text = ""] = input.words;
    const name = findSetting(given);
    const value = readSettingText(name, text, "config set");
    if (name === "model" && typeof value === "string") placeOf(context, value);
    const winner = await keepSetting(context, { name, value });
    const { screen, paths } = context;
    if (input.flag("json"))
      printJson(screen, { name, value, path: paths.configFile, overridden_by: winner });
    else {
      screen.say(`${name} is ${JSON.stringify(value)} from now on`);
      if (winner) screen.say(screen.err.yellow(`${winner} is set and wins over it`));
    }
    return exitCode.done;
  },
};
