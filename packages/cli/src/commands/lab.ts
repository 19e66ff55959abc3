import type { Command } from "../command.ts";

/** What parameters do, measured. */
export const lab: Command = {
  name: "lab",
  summary: "What parameters do to a prompt on a model, measured.",
  subcommands: [
    {
      name: "run",
      summary: "measures prompts × models × cells × samples",
      load: async () => (await import("./lab/run.ts")).labRun,
    },
  ],
};
