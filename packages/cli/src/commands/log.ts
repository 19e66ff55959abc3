import type { Command } from "../command.ts";

/** What was said, and what to do with it. */
export const log: Command = {
  name: "log",
  summary: "What was said: shown, searched, branched, taken out and in again.",
  fallback: "list",
  subcommands: [
    {
      name: "list",
      summary: "conversations, the last one first",
      load: async () => (await import("./log/list.ts")).logList,
    },
    {
      name: "show",
      summary: "one conversation, or what was sent for its last answer (--request)",
      load: async () => (await import("./log/show.ts")).logShow,
    },
    {
      name: "search",
      summary: "everything said, by words",
      load: async () => (await import("./log/search.ts")).logSearch,
    },
    {
      name: "rename",
      summary: "give a conversation another title",
      load: async () => (await import("./log/rename.ts")).logRename,
    },
    {
      name: "delete",
      summary: "erase conversations, or those older than some days",
      load: async () => (await import("./log/delete.ts")).logDelete,
    },
    {
      name: "branch",
      summary: "list a conversation's branches, or go on from another message",
      load: async () => (await import("./log/branch.ts")).logBranch,
    },
    {
      name: "export",
      summary: "conversations as JSON (lossless) or Markdown",
      load: async () => (await import("./log/export.ts")).logExport,
    },
    {
      name: "import",
      summary: "take in what `log export` wrote",
      load: async () => (await import("./log/import.ts")).logImport,
    },
  ],
};
