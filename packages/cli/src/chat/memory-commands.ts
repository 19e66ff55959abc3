import { InvalidInputError, textOf, type MarkRecord, type MessageRecord } from "@colloquy/core";
import { findMessage } from "../conversation/find-message.ts";
import { markMessages } from "../memory/mark-messages.ts";
import { planLines } from "../render/plan-lines.ts";
import { sanitise } from "../render/sanitise.ts";
import { stay, type ChatCommand } from "./chat-command.ts";
import type { ChatSession } from "./chat-session.ts";

const SHOWN_CHARACTERS = 60;

/** Commands about what of the conversation is sent. */
export const memoryCommands: readonly ChatCommand[] = [
  {
    name: "context",
    arguments: "[TEXT]",
    about: "what the next turn sends of this conversation, were it to say TEXT",
    async run(session, rest) {
      const { plan, input } = await session.planned(rest);
      for (const line of planLines(plan, input)) session.context.screen.say(line);
      return stay;
    },
  },
  {
    name: "pin",
    arguments: "[MESSAGE]",
    about: "always send your last message, or the one of this id",
    run: (session, rest) => mark(session, rest, { mark: "pinned", done: "is always sent" }),
  },
  {
    name: "unpin",
    arguments: "[MESSAGE]",
    about: "take that back",
    run: (session, rest) =>
      mark(session, rest, { mark: null, clears: "pinned", done: "is no longer pinned" }),
  },
];

interface Wish {
  mark: MarkRecord["mark"] | null;
  clears?: MarkRecord["mark"];
  done: string;
}

async function mark(session: ChatSession, id: string, { done, ...wish }: Wish) {
  const { context } = session;
  const message = await messageMeant(session, id);
  await markMessages((await context.store()).memory, [message], wish);
  const words = sanitise(textOf(message.message)).replaceAll(/\s+/g, " ");
  context.screen.say(context.screen.err.dim(`“${words.slice(0, SHOWN_CHARACTERS)}” ${done}`));
  return stay;
}

async function messageMeant(session: ChatSession, id: string): Promise<MessageRecord> {
  if (!session.context.config.get("log"))
    throw new InvalidInputError({
      message: "nothing is kept in this chat, so nothing can be pinned",
      remedy: "Chat without --no-log.",
    });
  if (id !== "") return findMessage((await session.context.store()).conversations, id);
  const said = (await session.path()).findLast(({ message }) => message.role === "user");
  if (said) return said;
  throw new InvalidInputError({
    message: "there is no message to pin yet",
    remedy: "Say something first.",
  });
}
