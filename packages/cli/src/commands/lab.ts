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
    {
      name: "list",
      summary: "experiments, newest first",
      load: async () => (await import("./lab/list.ts")).labList,
    },
    {
      name: "show",
      summary: "an experiment's result as it stands",
      load: async () => (await import("./lab/show.ts")).labShow,
    },
    {
      name: "resume",
      summary: "goes on with one that was stopped, or draws more",
      load: async () => (await import("./lab/resume.ts")).labResume,
    },
    {
      name: "report",
      summary: "its report as one HTML file, CSV, JSON",
      load: async () => (await import("./lab/report.ts")).labReport,
    },
    {
      name: "delete",
      summary: "erases experiments",
      load: async () => (await import("./lab/delete.ts")).labDelete,
    },
    {
      name: "probe",
      summary: "which parameters a model honours, clamps, rejects or ignores",
      load: async () => (await import("./lab/probe.ts")).labProbe,
    },
    {
      name: "distribution",
      summary: "the next token's probabilities, stage by stage",
      load: async () => (await import("./lab/distribution.ts")).labDistribution,
    },
    {
      name: "recommend",
      summary: "a setting by evidence: a race's confirmed winner, or where entropy turns",
      load: async () => (await import("./lab/recommend.ts")).labRecommend,
    },
  ],
};
