import type { Command } from "../../command.ts";
import { exitCode } from "../../exit-code.ts";
import { printJson } from "../../render/print-json.ts";

/** Where keys are kept. */
export const keysPath: Command = {
  name: "keys path",
  summary: "Prints where the keys file is, or would be.",
  options: [{ flags: "--json", about: "one JSON object" }],
  run({ paths, screen }, input) {
    if (input.flag("json")) printJson(screen, { path: paths.keysFile });
    else screen.print(`${paths.keysFile}\n`);
    return Promise.resolve(exitCode.done);
  },
};
