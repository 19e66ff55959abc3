import type { Command } from "../../command.ts";
import { flagOf, settings, variableOf, type SettingName } from "../../config/settings.ts";
import { exitCode } from "../../exit-code.ts";
import { columns } from "../../render/columns.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";

/** Every setting with what decided it. */
export const configList: Command = {
  name: "config list",
  summary: "Lists every setting, its value and what decided it.",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy config"],
  run({ config, screen }, input) {
    const resolved = Object.entries(settings).map(([key, { does }]) => {
      const name = key as SettingName;
      return { ...config.resolve(name), does, flag: flagOf(name), variable: variableOf(name) };
    });
    if (input.flag("json")) printJson(screen, { path: config.path, settings: resolved });
    else
      for (const line of columns(
        [{ title: "setting" }, { title: "value" }, { title: "from" }, { title: "what it does" }],
        resolved.map(({ name, value, origin, does }) => [
          name,
          sanitise(String(value)),
          origin,
          does,
        ]),
      ))
        screen.line(line);
    return Promise.resolve(exitCode.done);
  },
};
