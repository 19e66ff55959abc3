import { askOnce } from "../ask/ask-once.ts";
import { turnOptions } from "../ask/turn-options.ts";
import { startChat } from "../chat/start-chat.ts";
import type { Command } from "../command.ts";

/** A chat with one model, or one question to it. */
export const run: Command = {
  name: "run",
  summary: "A conversation with that model; with a question, its answer alone.",
  arguments: "<model> [text...]",
  options: turnOptions.filter(({ flags }) => !flags.startsWith("-m,")),
  examples: [
    "colloquy run smollm2-135m",
    "colloquy run ollama:llama3.2",
    'colloquy run author/slug "What is the capital of France?"',
  ],
  run(context, input) {
    const [model = "", ...words] = input.words;
    if (words.length === 0) return startChat(context, input, { model });
    const text = (option: string) => (option === "model" ? model : input.text(option));
    return askOnce(context, { ...input, words, text });
  },
};
