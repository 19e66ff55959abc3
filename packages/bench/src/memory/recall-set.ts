import { readFileSync } from "node:fs";
import type { MessageRecord } from "@colloquy/core";

/** A question put to a conversation, and the messages that hold its answer. */
export interface RecallQuestion {
  id: string;
  query: string;
  category: string;
  evidence: readonly string[];
  /** Messages said between the history and the question, for one that only points back to them. */
  before?: readonly SetMessage[];
}

export interface SetMessage {
  id: string;
  role: "user" | "assistant";
  name?: string | null;
  created_at?: string | null;
  content: string;
}

export interface SetConversation {
  id: string;
  messages: readonly SetMessage[];
  questions: readonly RecallQuestion[];
}

/** The neutral file that the recall bench reads. */
export interface RecallSet {
  name: string;
  conversations: readonly SetConversation[];
}

export function readRecallSet(file: string): RecallSet {
  const set = readJson(file) as RecallSet | null;
  if (typeof set?.name === "string" && Array.isArray(set.conversations)) return set;
  throw new Error(`--set ${file}: a recall set is an object with "name" and "conversations"`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`--set ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** A set's messages as the store would hold them. */
export function recordsOf(messages: readonly SetMessage[], conversation: string): MessageRecord[] {
  return messages.map(({ id, role, name, created_at, content }, i) => ({
    id,
    conversation_id: conversation,
    parent_id: messages[i - 1]?.id ?? null,
    created_at: created_at ?? "",
    message: name ? { role, content, name } : { role, content },
    state: "complete",
    answer: null,
  }));
}
