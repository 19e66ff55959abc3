import type { Command } from "../command.ts";

/** Keys, kept apart from everything else and never shown. */
export const keys: Command = {
  name: "keys",
  summary: "Keys of servers, kept in a file that only you can read. A variable wins over it.",
  fallback: "list",
  subcommands: [
    {
      name: "list",
      summary: "which servers have a key, and from where",
      load: async () => (await import("./keys/list.ts")).keysList,
    },
    {
      name: "set",
      summary: "keep a key, typed unseen or from standard input",
      load: async () => (await import("./keys/set.ts")).keysSet,
    },
    {
      name: "remove",
      summary: "forget a kept key",
      load: async () => (await import("./keys/remove.ts")).keysRemove,
    },
    {
      name: "path",
      summary: "where the file is",
      load: async () => (await import("./keys/path.ts")).keysPath,
    },
  ],
};
