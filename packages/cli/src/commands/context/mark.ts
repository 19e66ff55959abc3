import { suggestPins, textOf, type MarkRecord, type MessageRecord } from "@colloquy/core";
import type { Command } from "../../command.ts";
import type { CommandContext, OpenStore } from "../../context.ts";
import { findConversation, lastConversation } from "../../conversation/choose-conversation.ts";
import { findMessage } from "../../conversation/find-message.ts";
import { exitCode, type ExitCode } from "../../exit-code.ts";
import { markMessages } from "../../memory/mark-messages.ts";
import type { CommandInput } from "../../parse/command-input.ts";
import { printJson } from "../../render/print-json.ts";
import { sanitise } from "../../render/sanitise.ts";
import { shortMessageId } from "../../render/short-id.ts";

interface MarkWords {
  name: string;
  summary: string;
  /** The mark set, null to take `clears` away. */
  mark: MarkRecord["mark"] | null;
  /** The mark that an un-marking takes away: another one stays. */
  clears?: MarkRecord["mark"];
  done: string;
}

export const contextPin = markCommand({
  name: "context pin",
  summary: "Always sends a message. Without one: what is marked, and what the rules would pin.",
  mark: "pinned",
  done: "is always sent",
});
export const contextUnpin = markCommand({
  name: "context unpin",
  summary: "Takes a message's pin away.",
  mark: null,
  clears: "pinned",
  done: "is no longer pinned",
});
export const contextExclude = markCommand({
  name: "context exclude",
  summary: "Never sends a message; it stays in the conversation.",
  mark: "excluded",
  done: "is never sent",
});
export const contextInclude = markCommand({
  name: "context include",
  summary: "Takes a message's exclusion away.",
  mark: null,
  clears: "excluded",
  done: "is no longer excluded",
});

function markCommand(words: MarkWords): Command {
  return {
    name: words.name,
    summary: words.summary,
    arguments: "[message...]",
    options: [
      { flags: "--conversation <id|title>", about: "list the marks of that one" },
      { flags: "--json", about: "one JSON object" },
    ],
    examples: [`colloquy ${words.name} 0199aa10-1b2c-7d`, `colloquy ${words.name}`],
    run: (context, input) =>
      input.words.length === 0 ? listMarks(context, input) : setMarks(context, input, words),
  };
}

async function setMarks(
  context: CommandContext,
  input: CommandInput,
  { mark, clears, done }: MarkWords,
): Promise<ExitCode> {
  const { conversations, memory } = await context.store();
  const messages: MessageRecord[] = [];
  for (const id of input.words) messages.push(await findMessage(conversations, id));
  await markMessages(memory, messages, { mark, clears });
  const { screen } = context;
  if (input.flag("json")) printJson(screen, { message_ids: messages.map(({ id }) => id), mark });
  else
    for (const message of messages) screen.say(`${messageLine(message)} ${screen.err.dim(done)}`);
  return exitCode.done;
}

async function listMarks(context: CommandContext, input: CommandInput): Promise<ExitCode> {
  const { conversations, memory } = await context.store();
  const conversation = await chosen(context, conversations, input.text("conversation"));
  const marks = await memory.marks(conversation.id);
  const path = await conversations.path(conversation.id);
  const marked = new Set(marks.map(({ message_id }) => message_id));
  const suggestions = suggestPins(path).filter(({ id }) => !marked.has(id));
  const { screen } = context;
  if (input.flag("json")) {
    printJson(screen, { conversation_id: conversation.id, marks, suggestions });
    return exitCode.done;
  }
  for (const { message_id, mark } of marks) {
    const record = await conversations.message(message_id);
    if (record) screen.print(`${mark.padEnd(8)}  ${messageLine(record)}\n`);
  }
  if (marks.length === 0) screen.say("nothing is marked");
  for (const { id, kind, sentence } of suggestions)
    screen.print(
      `${screen.out.dim("suggested")} ${shortMessageId(id)}  ${kind}: ${sanitise(sentence).slice(0, 80)}\n`,
    );
  if (suggestions.length > 0)
    screen.say(
      "Suggestions are rules' guesses; pin what should always be sent: colloquy context pin MESSAGE",
    );
  return exitCode.done;
}

function chosen(
  context: CommandContext,
  store: OpenStore["conversations"],
  named: string | undefined,
) {
  return named === undefined ? lastConversation(context) : findConversation(store, named);
}

function messageLine({ id, message }: MessageRecord): string {
  const words = sanitise(textOf(message)).replaceAll(/\s+/g, " ").trim();
  return `${shortMessageId(id)}  ${message.role}: ${words.slice(0, 60)}`;
}
