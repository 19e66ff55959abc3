import { formatJson } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { configSchema } from "../../config/config-schema.ts";
import { exitCode } from "../../exit-code.ts";

/** The configuration file's JSON Schema. */
export const configSchemaCommand: Command = {
  name: "config schema",
  summary: "Prints the JSON Schema of the configuration file, for editors.",
  options: [{ flags: "--json", about: "as ever: it is JSON" }],
  examples: ["colloquy config schema > config.schema.json"],
  run({ screen }) {
    screen.print(`${formatJson(configSchema())}\n`);
    return Promise.resolve(exitCode.done);
  },
};
