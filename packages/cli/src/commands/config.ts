import type { Command } from "../command.ts";

/** Settings: flag > variable > file > default. */
export const config: Command = {
  name: "config",
  summary:
    "Settings. A flag wins over its COLLOQUY_… variable, that over the file, that over the default.",
  fallback: "list",
  subcommands: [
    {
      name: "list",
      summary: "every setting, its value and what decided it",
      load: async () => (await import("./config/list.ts")).configList,
    },
    {
      name: "get",
      summary: "one setting's value",
      load: async () => (await import("./config/get.ts")).configGet,
    },
    {
      name: "set",
      summary: "keep a setting in the file",
      load: async () => (await import("./config/set.ts")).configSet,
    },
    {
      name: "unset",
      summary: "take a setting out of the file",
      load: async () => (await import("./config/unset.ts")).configUnset,
    },
    {
      name: "path",
      summary: "where the file is",
      load: async () => (await import("./config/path.ts")).configPath,
    },
    {
      name: "schema",
      summary: "the file's JSON Schema",
      load: async () => (await import("./config/schema.ts")).configSchemaCommand,
    },
  ],
};
