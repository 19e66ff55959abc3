import type { Command } from "../../command.ts";
import { findSetting } from "../../config/find-setting.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";

/** One setting's value. */
export const configGet: Command = {
  name: "config get",
  summary: "Prints a setting's value; what decided it goes to stderr.",
  arguments: "<name>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ["colloquy config get model"],
  run({ config, screen }, input) {
    const resolved = config.resolve(findSetting(input.words[0] ?? ""));
    if (input.flag("json")) printJson(screen, resolved);
    else {
      screen.print(`${sanitise(String(resolved.value))}\n`);
      screen.say(screen.err.dim(`from ${resolved.origin}`));
    }
    return Promise.resolve(exitCode.done);
  },
};
