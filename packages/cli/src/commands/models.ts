import type { Command } from "../command.ts";

/** Models there are. */
export const models: Command = {
  name: "models",
  summary: "Models: what there is, what one costs and takes, which one is asked by default.",
  fallback: "list",
  subcommands: [
    {
      name: "list",
      summary: "the models inside and those of a server, searched and filtered",
      load: async () => (await import("./models/list.ts")).modelsList,
    },
    {
      name: "show",
      summary: "one model: window, price, parameters",
      load: async () => (await import("./models/show.ts")).modelsShow,
    },
    {
      name: "pull",
      summary: "fetch the file of a model that runs here",
      load: async () => (await import("./models/pull.ts")).modelsPull,
    },
    {
      name: "default",
      summary: "show or choose the model asked by default",
      load: async () => (await import("./models/default.ts")).modelsDefault,
    },
  ],
};
