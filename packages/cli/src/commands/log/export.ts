import path from "node:path";
import { formatJson, type ConversationExport } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { findConversation } from "../../conversation/choose-conversation.ts";
import { exportFile } from "../../conversation/export-file.ts";
import { conversationMarkdown } from "../../render/conversation-markdown.ts";
import { exitCode } from "../../exit-code.ts";
import { writeWholeFile } from "../../file/write-whole-file.ts";
import { counted } from "../../render/counted.ts";

/** Conversations as a file. */
export const logExport: Command = {
  name: "log export",
  summary:
    "Writes conversations out: lossless JSON, or Markdown to read. All unless some are named.",
  arguments: "[id|title...]",
  options: [
    { flags: "--markdown", about: "to read, without what only a program needs" },
    { flags: "-O, --output <file>", about: "into a file, whole or not at all" },
    { flags: "--json", about: "the lossless JSON, as without any option" },
  ],
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
    const isMarkdown = input.flag("markdown") && !input.flag("json");
    const text = isMarkdown
      ? exports.map(conversationMarkdown).join("\n")
      : formatJson(exportFile(exports));
    const { screen, cwd } = context;
    const output = input.text("output");
    if (output === undefined) screen.print(text);
    else {
      await writeWholeFile(path.resolve(cwd, output), Buffer.from(text));
      screen.say(`${counted(exports.length, "conversation")} in ${output}`);
    }
    return exitCode.done;
  },
};
