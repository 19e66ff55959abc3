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
];
