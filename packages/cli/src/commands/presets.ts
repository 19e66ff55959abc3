import type { Command } from "../command.ts";

/** Named parameters. */
export const presets: Command = {
  name: "presets",
  summary: "Named parameters: those that come along, and your own. Used with -t NAME.",
  fallback: "list",
  subcommands: [
    {
      name: "list",
      summary: "every preset with what it sets",
      load: async () => (await import("./presets/list.ts")).presetsList,
    },
    {
      name: "show",
      summary: "one preset",
      load: async () => (await import("./presets/show.ts")).presetsShow,
    },
    {
      name: "save",
      summary: "keep parameters, and perhaps a system prompt, under a name",
      load: async () => (await import("./presets/save.ts")).presetsSave,
    },
    {
      name: "delete",
      summary: "forget one you saved",
      load: async () => (await import("./presets/delete.ts")).presetsDelete,
    },
    {
      name: "evidence",
      summary: "what the presets were measured to do",
      load: async () => (await import("./presets/evidence.ts")).presetsEvidence,
    },
  ],
};
