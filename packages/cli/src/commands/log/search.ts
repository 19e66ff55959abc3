import { InvalidInputError } from "@colloquy/core";
import type { Command } from "../../command.ts";
import { findConversation, lastConversation } from "../../conversation/choose-conversation.ts";
import { similarMessages } from "../../conversation/similar-messages.ts";
import { exitCode } from "../../exit-code.ts";
import { sanitise } from "../../render/sanitise.ts";
import type { Styles } from "../../render/screen.ts";
import { shortMessageId } from "../../render/short-id.ts";
import { when } from "../../render/when.ts";

/** Everything said, by words. */
export const logSearch: Command = {
  name: "log search",
  summary: "Finds messages that have all the words; words in double quotes stand together.",
  arguments: "<words...>",
  options: [
    { flags: "-n, --limit <count>", about: "at most this many (20)" },
    { flags: "--conversation <id|title>", about: "only in that conversation" },
    {
      flags: "--similar",
      about: "what recall would bring back for these words, in one conversation (the last)",
    },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy log search capital France"],
  async run(context, input) {
    const { conversations } = await context.store();
    const named = input.text("conversation");
    const query = input.words.join(" ");
    if (query.trim() === "") throw nothingToFind();
    const conversation =
      named === undefined ? undefined : await findConversation(conversations, named);
    const limit = input.count("limit") ?? 20;
    const hits = input.flag("similar")
      ? await similarMessages(context, {
          query,
          limit,
          conversationId: (conversation ?? (await lastConversation(context))).id,
        })
      : await conversations.search(query, {
          limit,
          ...(conversation && { conversationId: conversation.id }),
        });
    const { print, say, out } = context.screen;
    if (input.flag("json")) print(`${JSON.stringify({ query, hits })}\n`);
    else if (hits.length === 0) say("nothing found");
    else
      for (const hit of hits) {
        const title = sanitise(hit.conversation_title ?? "untitled");
        const about = `${shortMessageId(hit.message_id)} · ${when(hit.created_at)} · ${hit.role}`;
        print(`${out.cyan(title)} ${out.dim(about)}\n  ${marked(hit.snippet, out)}\n`);
      }
    return exitCode.done;
  },
};

function nothingToFind(): InvalidInputError {
  return new InvalidInputError({
    message: "log search: no words to look for",
    remedy: "For example: colloquy log search capital France",
    details: { field: "words", given: "" },
  });
}

/** The found words in bold; their marks must go before control codes are made harmless. */
function marked(snippet: string, styles: Styles): string {
  return snippet
    .split(/\u0001([^\u0002]*)\u0002/)
    .map((part, index) => {
      const plain = sanitise(part.replace(/[\u0001\u0002]/g, "")).replace(/\s+/g, " ");
      return index % 2 === 1 ? styles.bold(plain) : plain;
    })
    .join("");
}
