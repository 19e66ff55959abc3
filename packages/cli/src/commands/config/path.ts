import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";

/** Where settings are kept. */
export const configPath: Command = {
  name: "config path",
  summary: "Prints where the configuration file is, or would be.",
  options: [{ flags: "--json", about: "one JSON object" }],
  run({ paths, screen }, input) {
    if (input.flag("json")) printJson(screen, { path: paths.configFile });
    else screen.print(`${paths.configFile}\n`);
    return Promise.resolve(exitCode.done);
  },
};
