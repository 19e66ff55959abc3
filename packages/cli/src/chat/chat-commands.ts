import { InvalidInputError } from "@colloquy/core";
import { nearest } from "../parse/nearest.ts";
import { stay, type ChatCommand, type ChatStep } from "./chat-command.ts";
import type { ChatSession } from "./chat-session.ts";
import { infoCommands } from "./info-commands.ts";
import { memoryCommands } from "./memory-commands.ts";
import { settingCommands } from "./setting-commands.ts";
import { treeCommands } from "./tree-commands.ts";

const help: ChatCommand = {
  name: "help",
  aliases: ["?"],
  about: "this list",
  run({ context: { screen } }) {
    const lines = chatCommands.map(
      ({ name, arguments: words = "", about }) => [`/${name} ${words}`, about] as const,
    );
    const width = Math.max(...lines.map(([call]) => call.length)) + 2;
    for (const [call, about] of lines) screen.say(`  ${call.padEnd(width)}${about}`);
    screen.say(`  ${'"""'.padEnd(width)}begins and ends a message of several lines`);
    screen.say(`  ${"Ctrl-C".padEnd(width)}stops an answer; Ctrl-D leaves`);
    return Promise.resolve(stay);
  },
};

/** Every `/command`, in the order help shows them. */
export const chatCommands: readonly ChatCommand[] = [
  help,
  ...settingCommands,
  ...treeCommands,
  ...memoryCommands,
  ...infoCommands,
];

/** The command a line calls, undefined when the line is a message. Throws `InvalidInputError` for an unknown one. */
export function findChatCommand(line: string): { command: ChatCommand; rest: string } | undefined {
  const [, name, rest = ""] = /^\/([a-z?]+)(?:\s+(.*))?$/s.exec(line.trim()) ?? [];
  if (name === undefined) return undefined;
  const command = chatCommands.find((each) => each.name === name || each.aliases?.includes(name));
  if (command) return { command, rest: rest.trim() };
  const near = nearest(
    name,
    chatCommands.map((each) => each.name),
  );
  throw new InvalidInputError({
    message: `no command /${name}${near ? `; did you mean /${near}?` : ""}`,
    remedy: "/help lists them. A message may begin with a slash after a space.",
    details: { field: "command", given: name },
  });
}

/** Does what a line says: a command, or a message to the model. */
export async function handleLine(session: ChatSession, line: string): Promise<ChatStep> {
  const found = line.startsWith("/") ? findChatCommand(line) : undefined;
  if (found) return found.command.run(session, found.rest);
  await session.run({ type: "send", message: { role: "user", content: line } });
  return stay;
}
