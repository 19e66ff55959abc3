import { pathTo, textOf, type ConversationExport, type MessageRecord } from "@colloquy/core";
import { parameterWords } from "./status-line.ts";

/** The path to a conversation's head as Markdown. */
export function conversationMarkdown({ conversation, messages }: ConversationExport): string {
  const path = pathTo(messages, conversation.head_id);
  const system = path.find(({ answer }) => answer?.system)?.answer?.system;
  return [
    `# ${conversation.title ?? "Untitled"}`,
    "",
    `${conversation.created_at} · ${conversation.id}`,
    "",
    ...(system ? ["## System", "", system, ""] : []),
    ...path.flatMap(section),
  ].join("\n");
}

function section({ message, answer, state }: MessageRecord): string[] {
  const about = answer ? [answer.model, parameterWords(answer.parameters)].filter(Boolean) : [];
  const mark = state === "complete" ? "" : ` [${state}]`;
  const name = message.role[0]?.toUpperCase() + message.role.slice(1);
  return [
    `## ${name}${about.length > 0 ? ` (${about.join(", ")})` : ""}${mark}`,
    "",
    textOf(message),
    "",
  ];
}
