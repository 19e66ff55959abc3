import type { Command } from "../command.ts";

/** Servers that speak the protocol. */
export const servers: Command = {
  name: "servers",
  summary: "Servers that models can be asked at, as SERVER:model.",
  fallback: "list",
  subcommands: [
    {
      name: "list",
      summary: "every server, its address and where its key comes from",
      load: async () => (await import("./servers/list.ts")).serversList,
    },
    {
      name: "add",
      summary: "one more, or another address for one",
      load: async () => (await import("./servers/add.ts")).serversAdd,
    },
    {
      name: "remove",
      summary: "forget one you added",
      load: async () => (await import("./servers/remove.ts")).serversRemove,
    },
  ],
};
