import { InvalidInputError, leavesOf, textOf } from "@colloquy/core";
import { sanitise } from "../render/sanitise.ts";
import { shortMessageId } from "../render/short-id.ts";
import { stay, type ChatCommand } from "./chat-command.ts";
import type { ChatSession } from "./chat-session.ts";

/** Commands that move about in the conversation's tree. */
export const treeCommands: readonly ChatCommand[] = [
  {
    name: "edit",
    arguments: "[TEXT]",
    about: "say the last message differently; the old one stays on its own branch",
    async run(session, rest) {
      const last = (await session.path()).findLast(({ message }) => message.role === "user");
      if (!last) throw nothing("to edit");
      if (rest === "") return { type: "edit", text: textOf(last.message) };
      await session.run({ type: "edit", message: { role: "user", content: rest } });
      return stay;
    },
  },
  {
    name: "retry",
    about: "ask the last message again",
    async run(session) {
      if (session.conversationId === undefined) throw nothing("to ask again");
      await session.run({ type: "retry" });
      return stay;
    },
  },
  {
    name: "continue",
    about: "let the last answer be written on where it was cut",
    async run(session) {
      if (session.conversationId === undefined) throw nothing("to write on");
      await session.run({ type: "continue" });
      return stay;
    },
  },
  {
    name: "branch",
    arguments: "[ID]",
    about: "list the branches; with an id, go on after that message",
    async run(session, rest) {
      if (session.conversationId === undefined) throw nothing("that could have branches");
      await (rest === "" ? listBranches(session) : goTo(session, rest));
      return stay;
    },
  },
  {
    name: "undo",
    about: "go back to before the last turn; it stays on its own branch",
    async run(session) {
      const path = await session.path();
      const last = path.findLast(({ message }) => message.role === "user");
      if (!last || session.conversationId === undefined) throw nothing("to go back from");
      await session.turn.ports.store.setHead(session.conversationId, last.parent_id);
      const before = path.find(({ id }) => id === last.parent_id);
      session.context.screen.say(
        before ? `back to: ${excerpt(textOf(before.message))}` : "back to the beginning",
      );
      return stay;
    },
  },
];

async function listBranches({ context, turn, conversationId = "" }: ChatSession): Promise<void> {
  const { store } = turn.ports;
  const head = (await store.conversation(conversationId))?.head_id;
  for (const { id, message } of leavesOf(await store.messages(conversationId)))
    context.screen.say(
      `${id === head ? "*" : " "} ${shortMessageId(id)}  ${excerpt(textOf(message))}`,
    );
}

async function goTo(
  { context, turn, conversationId = "" }: ChatSession,
  prefix: string,
): Promise<void> {
  const { store } = turn.ports;
  const found = (await store.messages(conversationId)).filter(({ id }) => id.startsWith(prefix));
  const [first, ...others] = found;
  if (!first || others.length > 0)
    throw new InvalidInputError({
      message: `${found.length} messages of this conversation begin with ${JSON.stringify(prefix)}`,
      remedy: "/branch lists the branches with their ids.",
      details: { field: "id", given: prefix },
    });
  await store.setHead(conversationId, first.id);
  context.screen.say(`going on after: ${excerpt(textOf(first.message))}`);
}

function excerpt(text: string): string {
  const flat = sanitise(text).replace(/\s+/g, " ").trim();
  return flat.length > 70 ? `${flat.slice(0, 69)}…` : flat;
}

function nothing(what: string): InvalidInputError {
  return new InvalidInputError({
    message: `there is nothing ${what} yet`,
    remedy: "Say something first.",
  });
}
