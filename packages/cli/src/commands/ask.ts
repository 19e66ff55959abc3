import { InvalidInputError } from "@colloquy/core";
import { askOnce } from "../ask/ask-once.ts";
import { turnOptions } from "../ask/turn-options.ts";
import type { Command } from "../command.ts";

/** One question, one answer. */
export const ask: Command = {
  name: "ask",
  summary: "Asks a model once. Standard input, files and the words given are joined.",
  arguments: "[text...]",
  options: [
    ...turnOptions,
    {
      flags: "-f, --file <file>",
      about: "text from a file, an address, or - for standard input",
      repeat: true,
    },
    { flags: "--dry-run", about: "show what would be sent and what it may cost; send nothing" },
    { flags: "-a, --attachment <file>", about: "not there until images work", repeat: true },
    { flags: "-x, --extract", about: "only the first code block of the answer" },
    { flags: "--json", about: "one JSON object: the completion, its state, what was sent" },
  ],
  examples: [
    'colloquy "What is the capital of France?"',
    "git diff | colloquy -s 'You review code.' 'What could go wrong?'",
    "colloquy -c 'Say it in one sentence.'",
    "colloquy -o temperature 0 -o seed 7 --json 'Name a colour.'",
  ],
  run(context, input) {
    if (input.list("attachment").length > 0)
      throw new InvalidInputError({
        message: "-a: attachments cannot be sent yet, they come with images",
        code: "no_attachments",
        remedy: "A text file goes with -f FILE.",
        details: { field: "attachment", given: input.list("attachment") },
      });
    return askOnce(context, input);
  },
};
