import { textOf, type ConversationRecord } from "@colloquy/core";
import type { ShownRecord } from "../conversation/shown-record.ts";
import { sanitise } from "./sanitise.ts";
import type { Styles } from "./screen.ts";
import { shortMessageId } from "./short-id.ts";
import { parameterWords, tokenWords } from "./status-line.ts";
import { when } from "./when.ts";

interface Shown {
  conversation: ConversationRecord;
  messages: readonly ShownRecord[];
}

/** A conversation to read: who said what, and for an answer what was asked and what became of it. */
export function conversationText(
  { conversation, messages }: Shown,
  { styles, branches }: { styles: Styles; branches: boolean },
): string {
  const title = `${styles.bold(sanitise(conversation.title ?? "untitled"))}  ${styles.dim(conversation.id)}`;
  const parts = messages.flatMap((record, index) => {
    const system = record.answer?.system;
    const before = messages.slice(0, index).findLast(({ answer }) => answer)?.answer;
    const isNew = system && system !== before?.system;
    return [
      ...(isNew ? [`${styles.dim("system")}\n${sanitise(system)}\n`] : []),
      messageText(record, { styles, branches }),
    ];
  });
  return `${[title, ...parts].join("\n")}\n`;
}

function messageText(
  record: ShownRecord,
  { styles, branches }: { styles: Styles; branches: boolean },
): string {
  const { message, answer, state } = record;
  const mark = state === "complete" ? "" : styles.yellow(` [${state}]`);
  const follows = branches && record.parent_id ? ` after ${shortMessageId(record.parent_id)}` : "";
  const head = `${styles.cyan(message.role)} ${styles.dim(`${shortMessageId(record.id)}${follows} · ${when(record.created_at)}`)}${mark}`;
  const about = answer && [
    answer.model,
    parameterWords(answer.parameters),
    tokenWords(answer.usage),
    answer.completion?.choices[0]?.finish_reason ?? "",
  ];
  const reasoning = message.reasoning ? [styles.dim(sanitise(message.reasoning))] : [];
  const error =
    answer?.error && state !== "streaming" ? [styles.red(sanitise(answer.error.message))] : [];
  return [
    head,
    ...reasoning,
    sanitise(textOf(message)),
    ...error,
    ...(about ? [styles.dim(sanitise(about.filter(Boolean).join(" · ")))] : []),
    "",
  ].join("\n");
}
