import {
  InvalidInputError,
  parseJson,
  type ConversationExport,
  type ConversationRecord,
  type MarkRecord,
  type MessageRecord,
  type StoredSummary,
} from "@colloquy/core";

/** What `log export` writes. Nothing in it depends on when or where it was written. */
export interface ExportFile {
  format: "colloquy-conversations";
  version: 1;
  conversations: readonly ConversationExport[];
}

export function exportFile(conversations: readonly ConversationExport[]): ExportFile {
  return { format: "colloquy-conversations", version: 1, conversations };
}

/** Reads such a file. Throws `InvalidInputError` with the place of what is wrong. */
export function readExportFile(text: string, source: string): readonly ConversationExport[] {
  const value = parseJson(text, { source });
  if (!isRecord(value) || value["format"] !== "colloquy-conversations")
    throw wrong(source, "format", "colloquy-conversations");
  if (value["version"] !== 1) throw wrong(source, "version", "1; this file is of a newer Colloquy");
  const { conversations } = value;
  if (!Array.isArray(conversations)) throw wrong(source, "conversations", "a list");
  return conversations.map((each: unknown, index) => {
    const place = `conversations[${index}]`;
    if (!isRecord(each)) throw wrong(source, place, "an object");
    const { conversation, messages } = each;
    if (!isConversation(conversation))
      throw wrong(source, `${place}.conversation`, "a conversation");
    if (!Array.isArray(messages)) throw wrong(source, `${place}.messages`, "a list");
    const bad = messages.findIndex((message: unknown) => !isMessage(message));
    if (bad >= 0) throw wrong(source, `${place}.messages[${bad}]`, "a message");
    const { marks = [], summaries = [] } = each;
    if (!isListOf(marks, isMark)) throw wrong(source, `${place}.marks`, "a list of marks");
    if (!isListOf(summaries, isSummary))
      throw wrong(source, `${place}.summaries`, "a list of summaries");
    return { conversation, messages: messages.filter(isMessage), marks, summaries };
  });
}

function isConversation(value: unknown): value is ConversationRecord {
  return (
    isRecord(value) &&
    ["id", "created_at", "updated_at"].every((key) => typeof value[key] === "string") &&
    ["title", "head_id"].every((key) => value[key] === null || typeof value[key] === "string")
  );
}

function isMessage(value: unknown): value is MessageRecord {
  return (
    isRecord(value) &&
    ["id", "conversation_id", "created_at"].every((key) => typeof value[key] === "string") &&
    (value["parent_id"] === null || typeof value["parent_id"] === "string") &&
    ["complete", "interrupted", "failed"].includes(String(value["state"])) &&
    isRecord(value["message"]) &&
    typeof value["message"]["role"] === "string" &&
    (value["answer"] === null || isRecord(value["answer"]))
  );
}

function isMark(value: unknown): value is MarkRecord {
  return (
    isRecord(value) &&
    ["message_id", "created_at"].every((key) => typeof value[key] === "string") &&
    ["pinned", "excluded"].includes(String(value["mark"]))
  );
}

function isSummary(value: unknown): value is StoredSummary {
  return (
    isRecord(value) &&
    ["id", "text", "covers_from_id", "covers_to_id", "created_at"].every(
      (key) => typeof value[key] === "string",
    ) &&
    (value["retired_at"] === null || typeof value["retired_at"] === "string")
  );
}

function isListOf<T>(value: unknown, isOne: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(source: string, field: string, allowed: string): InvalidInputError {
  return new InvalidInputError({
    message: `${source}: ${field} must be ${allowed}`,
    code: "bad_import",
    remedy: "Only what `colloquy log export` wrote can be taken in.",
    details: { field, allowed },
  });
}
