import type { Command } from "../../command.ts";
import type { OpenStore } from "../../context.ts";
import { findConversation, lastConversation } from "../../conversation/choose-conversation.ts";
import { findMessage } from "../../conversation/find-message.ts";
import { sentRequest } from "../../conversation/sent-request.ts";
import { shownRecord } from "../../conversation/shown-record.ts";
import { conversationText } from "../../render/conversation-text.ts";
import { exitCode } from "../../exit-code.ts";

/** One conversation, or what was sent for one of its answers. */
export const logShow: Command = {
  name: "log show",
  summary:
    "Shows a conversation: the path to its last message, or to the one named, or every branch with --all.",
  arguments: "[id|title|message]",
  options: [
    {
      flags: "--request",
      about: "what was sent for the last answer, or for the message named; with --json to the byte",
    },
    {
      flags: "--message <id>",
      about: "the path to that message; with --request, what was sent for it",
    },
    { flags: "--all", about: "every message of every branch" },
    { flags: "--json", about: "one JSON object, with parameters, completions, usage and states" },
  ],
  examples: ["colloquy log show", "colloquy log show --request", "colloquy log show --json"],
  async run(context, input) {
    const { conversations: store } = await context.store();
    const [word] = input.words;
    const asMessage = word !== undefined && (await isMessage(store, word));
    const leaf = input.text("message") ?? (asMessage ? word : undefined);
    const message = leaf === undefined ? undefined : await findMessage(store, leaf);
    const name = asMessage ? undefined : word;
    const conversation =
      name !== undefined
        ? await findConversation(store, name)
        : message
          ? await store.conversation(message.conversation_id)
          : await lastConversation(context);
    if (!conversation) throw new Error("a message without its conversation");
    const { print, out } = context.screen;
    const path = await store.path(conversation.id, message?.id);
    if (input.flag("request")) {
      const { body, verified, sha256 } = await sentRequest(context, path);
      print(`${input.flag("json") ? body : JSON.stringify(JSON.parse(body), null, 2)}\n`);
      const { say, err } = context.screen;
      if (verified) say(err.dim(`as it was sent: SHA-256 ${sha256.slice(0, 16)}… agrees`));
      else say(err.red("not as it was sent: its SHA-256 does not agree with the one kept"));
      return verified ? exitCode.done : exitCode.failed;
    }
    const now = context.environment.now();
    const records = input.flag("all") ? await store.messages(conversation.id) : path;
    const messages = records.map((record) => shownRecord(record, now));
    if (input.flag("json")) print(`${JSON.stringify({ conversation, messages })}\n`);
    else
      print(
        conversationText({ conversation, messages }, { styles: out, branches: input.flag("all") }),
      );
    return exitCode.done;
  },
};

/** The word may name a message as well: a conversation's id or title goes first. */
async function isMessage(store: OpenStore["conversations"], word: string): Promise<boolean> {
  return (await store.find(word)).length === 0 && (await store.findMessages(word)).length > 0;
}
