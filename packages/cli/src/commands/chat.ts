import { startChat } from "../chat/start-chat.ts";
import { turnOptions } from "../ask/turn-options.ts";
import type { Command } from "../command.ts";

/** The same conversation, again and again. */
export const chat: Command = {
  name: "chat",
  summary: "A conversation: type, read, go on. Standard input that is a pipe is answered.",
  options: turnOptions,
  examples: ["colloquy chat", "colloquy chat -c", "colloquy chat -m author/slug -t code"],
  run: (context, input) => startChat(context, input),
};
