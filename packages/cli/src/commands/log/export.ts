import { formatJson, type ConversationExport } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { findConversation } from "../../conversation/choose-conversation.ts";
import { exportFile } from "../../conversation/export-file.ts";
import { conversationMarkdown } from "../../render/conversation-markdown.ts";
import { exitCode } from "../../exit-code.ts";

/** Conversations as a file. */
export const logExport: Command = {
  name: "log export",
  summary:
    "Writes conversations to standard output: lossless JSON, or Markdown to read. All unless some are named.",
  arguments: "[id|title...]",
  options: [{ flags: "--markdown", about: "to read, without what only a program needs" }],
  examples: [
    "colloquy log export > all.json",
    "colloquy log export --markdown 0199aa10-1b2c > talk.md",
  ],
  async run(context, input) {
    const { conversations: store } = await context.store();
    const chosen =
      input.words.length > 0
        ? await Promise.all(input.words.map((name) => findConversation(store, name)))
        : await store.list();
    const oldestFirst = chosen.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const exports: ConversationExport[] = [];
    for (const { id } of oldestFirst) exports.push(await store.export(id));
    const { print } = context.screen;
    if (input.flag("markdown")) print(exports.map(conversationMarkdown).join("\n"));
    else print(formatJson(exportFile(exports)));
    return exitCode.done;
  },
};
