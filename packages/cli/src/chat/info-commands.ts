import path from "node:path";
import { writeFile } from "node:fs/promises";
import {
  formatJson,
  InvalidInputError,
  type AnswerRecord,
  type StoredSummary,
  type Usage,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import { exportFile } from "../conversation/export-file.ts";
import { conversationMarkdown } from "../render/conversation-markdown.ts";
import { money } from "../render/money.ts";
import { sanitise } from "../render/sanitise.ts";
import { stay, type ChatCommand } from "./chat-command.ts";
import type { ChatSession } from "./chat-session.ts";
import { counted } from "../render/counted.ts";

/** Commands that tell about the conversation, or take it elsewhere. */
export const infoCommands: readonly ChatCommand[] = [
  {
    name: "cost",
    about: "what this conversation used so far, every branch of it",
    async run(session) {
      session.context.screen.say(await costWords(session));
      return stay;
    },
  },
  {
    name: "save",
    arguments: "FILE",
    about: "write it to a file: .json is lossless, anything else Markdown",
    async run(session, rest) {
      const { context, turn, conversationId } = session;
      if (rest === "")
        throw new InvalidInputError({
          message: "/save needs a file",
          remedy: "For example /save talk.md",
        });
      const conversation = conversationId && (await turn.ports.store.conversation(conversationId));
      if (!conversation)
        throw new InvalidInputError({
          message: "there is nothing to save yet",
          remedy: "Say something first.",
        });
      const whole = { conversation, messages: await turn.ports.store.messages(conversation.id) };
      const text = /\.json$/i.test(rest)
        ? formatJson(exportFile([whole]))
        : conversationMarkdown(whole);
      const file = path.resolve(context.cwd, rest);
      await saveNew(file, text);
      context.screen.say(`written to ${sanitise(file)}`);
      return stay;
    },
  },
  {
    name: "bye",
    aliases: ["exit", "quit"],
    about: "leave",
    run: () => Promise.resolve({ type: "leave" }),
  },
];

async function saveNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    const exists = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw new InvalidInputError(
      {
        message: exists ? `${file} is there already` : `cannot write ${file}: ${String(cause)}`,
        remedy: "Give another name.",
        details: { field: "file", given: file },
      },
      { cause },
    );
  }
}

async function costWords({ context, turn, conversationId }: ChatSession): Promise<string> {
  const said = conversationId === undefined ? [] : await turn.ports.store.messages(conversationId);
  const answers = said.flatMap(({ answer }) => answer ?? []);
  const summaries = await writtenSummaries(context, conversationId);
  const calls: Pick<AnswerRecord, "usage" | "cost_usd">[] = [...answers, ...summaries];
  const sum = (of: (usage: Usage) => number | null | undefined): number =>
    calls.reduce((total, { usage }) => total + ((usage && of(usage)) ?? 0), 0);
  const unknown = calls.filter(({ cost_usd }) => cost_usd === null).length;
  const dollars = calls.reduce((total, { cost_usd }) => total + (cost_usd ?? 0), 0);
  return [
    `${counted(answers.length, "answer")}${summaries.length > 0 ? ` and ${counted(summaries.length, "summary", "summaries")}` : ""}`,
    `${sum((usage) => usage.prompt_tokens)} tokens in (${sum((usage) => usage.prompt_tokens_details?.cached_tokens)} cached)`,
    `${sum((usage) => usage.completion_tokens)} out`,
    `${money(dollars)}${unknown > 0 ? `, and ${unknown} of unknown cost` : ""}`,
  ].join(" · ");
}

/** Summaries that a model wrote; a person's cost nothing. */
async function writtenSummaries(
  context: CommandContext,
  conversationId: string | undefined,
): Promise<readonly StoredSummary[]> {
  if (conversationId === undefined || !context.config.get("log")) return [];
  const all = await (await context.store()).memory.summaries(conversationId);
  return all.filter(({ model }) => model !== null);
}
