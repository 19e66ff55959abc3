import { startChat } from "../chat/start-chat.ts";
import { turnOptions } from "../ask/turn-options.ts";
import type { Command } from "../command.ts";

/** A chat with one model. */
export const run: Command = {
  name: "run",
  summary: "A conversation with that model.",
  arguments: "<model>",
  options: turnOptions.filter(({ flags }) => !flags.startsWith("-m,")),
  examples: ["colloquy run smollm2-135m", "colloquy run ollama:llama3.2"],
  run: (context, input) => startChat(context, input, { model: input.words[0] ?? "" }),
};
