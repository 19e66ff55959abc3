import type { CommandEntry } from "./command.ts";

/** Every command, in the order help shows them. Loading one is an import of its own chunk. */
export const commands: readonly CommandEntry[] = [
  {
    name: "ask",
    summary: "one question, one answer (the word `ask` may be left out)",
    load: async () => (await import("./commands/ask.ts")).ask,
  },
  {
    name: "chat",
    summary: "the same, again and again",
    load: async () => (await import("./commands/chat.ts")).chat,
  },
  {
    name: "run",
    summary: "chat with a model: colloquy run MODEL",
    load: async () => (await import("./commands/run.ts")).run,
  },
  {
    name: "log",
    aliases: ["logs"],
    summary: "what was said: list, show, search, rename, delete, branch, export, import",
    load: async () => (await import("./commands/log.ts")).log,
  },
  {
    name: "context",
    summary: "what of a conversation is sent: plan, pin, exclude, policies, forecast, summary",
    load: async () => (await import("./commands/context.ts")).context,
  },
  {
    name: "count",
    summary: "tokens of a file or of standard input",
    load: async () => (await import("./commands/count.ts")).count,
  },
  {
    name: "models",
    summary: "what models there are, what they cost and take: list, show, pull, default",
    load: async () => (await import("./commands/models.ts")).models,
  },
  {
    name: "presets",
    summary: "named parameters: list, show, save, delete, evidence",
    load: async () => (await import("./commands/presets.ts")).presets,
  },
  {
    name: "parameters",
    summary: "what can be set with -o: the table, or one row of it",
    load: async () => (await import("./commands/parameters.ts")).parameters,
  },
  {
    name: "explain",
    summary: "what a status, an error, a parameter or a field of a response means",
    load: async () => (await import("./commands/explain.ts")).explain,
  },
  {
    name: "api",
    summary: "any HTTP request to a server: colloquy api GET /models",
    load: async () => (await import("./commands/api.ts")).api,
  },
  {
    name: "lab",
    summary:
      "what parameters do, measured: run, list, show, resume, report, delete, probe, distribution, recommend",
    load: async () => (await import("./commands/lab.ts")).lab,
  },
  {
    name: "usage",
    summary: "what was used and spent, by day, model or conversation",
    load: async () => (await import("./commands/usage.ts")).usage,
  },
  {
    name: "servers",
    summary: "servers that speak the protocol: list, add, remove",
    load: async () => (await import("./commands/servers.ts")).servers,
  },
  {
    name: "keys",
    summary: "keys of servers: list, set, remove, path",
    load: async () => (await import("./commands/keys.ts")).keys,
  },
  {
    name: "config",
    summary: "settings: list, get, set, unset, path, schema",
    load: async () => (await import("./commands/config.ts")).config,
  },
  {
    name: "doctor",
    summary: "whether everything is in its place, and what decided each setting",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
];
