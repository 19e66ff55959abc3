import { InvalidInputError } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { findConversation } from "../../conversation/choose-conversation.ts";
import { exitCode } from "../../exit-code.ts";
import { sanitise } from "../../render/sanitise.ts";

/** Gives a conversation another title. */
export const logRename: Command = {
  name: "log rename",
  summary: "Gives a conversation another title.",
  arguments: "<id|title> <title...>",
  options: [{ flags: "--json", about: "one JSON object" }],
  examples: ['colloquy log rename 0199 "Capitals of Europe"'],
  async run(context, input) {
    const { conversations } = await context.store();
    const [name = "", ...words] = input.words;
    const title = words.join(" ").trim();
    if (title === "")
      throw new InvalidInputError({
        message: "log rename: the new title is empty",
        remedy: "Give some words after the conversation's id.",
        details: { field: "title", given: title },
      });
    const { id, title: old } = await findConversation(conversations, name);
    await conversations.rename(id, title);
    const { print, say } = context.screen;
    if (input.flag("json")) print(`${JSON.stringify({ id, title })}\n`);
    else say(`“${sanitise(old ?? "untitled")}” is now “${sanitise(title)}”`);
    return exitCode.done;
  },
};
