import {
  InvalidInputError,
  leavesOf,
  shownState,
  textOf,
  type MessageRecord,
} from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext, OpenStore } from "../../context.ts";
import { findConversation, lastConversation } from "../../conversation/choose-conversation.ts";
import { findMessage } from "../../conversation/find-message.ts";
import { exitCode } from "../../exit-code.ts";
import { sanitise } from "../../render/sanitise.ts";
import { shortMessageId } from "../../render/short-id.ts";
import type { Styles } from "../../render/screen.ts";
import { counted } from "../../render/counted.ts";

/** Where a conversation goes on. */
export const logBranch: Command = {
  name: "log branch",
  summary: "Lists the branches of a conversation, or makes it go on from MESSAGE.",
  arguments: "[message]",
  options: [
    { flags: "--conversation <id|title>", about: "list the branches of that one" },
    { flags: "--json", about: "one JSON object" },
  ],
  examples: ["colloquy log branch", "colloquy log branch 0199aa10-1b2c && colloquy -c '…'"],
  async run(context, input) {
    const { conversations: store } = await context.store();
    const [id] = input.words;
    const json = input.flag("json");
    if (id === undefined)
      await listBranches(context, { store, named: input.text("conversation"), json });
    else await goOnFrom(context, { store, id, json });
    return exitCode.done;
  },
};

interface Listing {
  store: OpenStore["conversations"];
  named: string | undefined;
  json: boolean;
}

async function listBranches(
  context: CommandContext,
  { store, named, json }: Listing,
): Promise<void> {
  const conversation =
    named === undefined ? await lastConversation(context) : await findConversation(store, named);
  const leaves = leavesOf(await store.messages(conversation.id));
  const { print, out } = context.screen;
  const { head_id } = conversation;
  if (json) {
    const branches = leaves.map(({ id, created_at }) => ({ id, created_at, head: id === head_id }));
    return print(`${JSON.stringify({ conversation, branches })}\n`);
  }
  for (const leaf of leaves) {
    const length = (await store.path(conversation.id, leaf.id)).length;
    const mark = leaf.id === head_id ? out.green("*") : " ";
    print(`${mark} ${branchLine(leaf, { length, styles: out, now: context.environment.now() })}\n`);
  }
}

function branchLine(
  leaf: MessageRecord,
  { length, styles, now }: { length: number; styles: Styles; now: number },
): string {
  const state = shownState(leaf, now);
  const mark = state === "complete" ? "" : ` [${state}]`;
  const words = sanitise(textOf(leaf.message)).replace(/\s+/g, " ").trim();
  return `${styles.cyan(shortMessageId(leaf.id))}  ${styles.dim(`${counted(length, "message")}${mark}`)}  ${words.slice(0, 60)}`;
}

interface Going {
  store: OpenStore["conversations"];
  id: string;
  json: boolean;
}

async function goOnFrom(context: CommandContext, { store, id, json }: Going): Promise<void> {
  const message = await findMessage(store, id);
  const head = await answerOf(store, message);
  await store.setHead(message.conversation_id, head.id);
  const { print, say } = context.screen;
  const { conversation_id, id: head_id } = head;
  if (json) return print(`${JSON.stringify({ conversation_id, head_id })}\n`);
  const title = (await store.conversation(conversation_id))?.title ?? "untitled";
  say(`“${sanitise(title)}” now goes on after ${shortMessageId(head_id)} (${head.message.role})`);
}

/** A conversation goes on after an answer: for a question that is its newest good one. */
async function answerOf(
  store: OpenStore["conversations"],
  message: MessageRecord,
): Promise<MessageRecord> {
  if (message.message.role !== "user") return message;
  const answers = (await store.messages(message.conversation_id)).filter(
    ({ parent_id, state }) => parent_id === message.id && state !== "failed",
  );
  const answer = answers.at(-1);
  if (answer) return answer;
  throw new InvalidInputError({
    message: `message ${message.id} has no answer to go on from`,
    code: "no_answer",
    remedy: "Name an answer; `colloquy log show --all` lists every message.",
    details: { field: "message", given: message.id },
  });
}
