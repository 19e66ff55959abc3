import type { ChatCompletion } from "../chat/completion.ts";
import type { ChatMessage } from "../chat/message.ts";
import type { Parameters } from "../chat/request.ts";
import type { ErrorRecord } from "../error/error-record.ts";
import type { Usage } from "../usage/usage.ts";

/** What is stored of a turn's end. `streaming` is never stored: readers derive it, see `shownState`. */
export type StoredState = "complete" | "interrupted" | "failed";

/** Milliseconds from `started_at`; null when it never came. */
export interface Timing {
  started_at: string;
  first_token_ms: number | null;
  total_ms: number | null;
}

/** What was asked of the model for an answer, and what became of it. Only assistant rows have it. */
export interface AnswerRecord {
  /** The model as the person named it. */
  model: string;
  /** The turn's system prompt, null for none. */
  system: string | null;
  preset?: string | null;
  /** The answer that this one writes on: its text stands at the beginning of this message. */
  continues_id?: string;
  /** As sent: only what somebody set. */
  parameters: Parameters;
  effective_parameters?: Parameters;
  ignored_parameters?: readonly string[];
  /** Transport fields as sent (`stream`, `stream_options`). */
  transport?: Readonly<Record<string, unknown>>;
  /** What was sent and why; null before plans existed. */
  plan: unknown;
  /** The completion as received, whole or as far as it came. */
  completion: ChatCompletion | null;
  usage: Usage | null;
  /** US dollars; null when unknown. */
  cost_usd: number | null;
  timing: Timing;
  error: ErrorRecord | null;
  /** Last sign of life of the process that writes this answer (ISO 8601 UTC). */
  heartbeat_at: string;
}

/** One node of a conversation's tree. `message` is in the wire's words and is never altered. */
export interface MessageRecord {
  /** UUIDv7, or the id an import brought. */
  id: string;
  conversation_id: string;
  parent_id: string | null;
  created_at: string;
  message: ChatMessage;
  state: StoredState;
  answer: AnswerRecord | null;
}

export interface ConversationRecord {
  id: string;
  title: string | null;
  created_at: string;
  updated_at: string;
  /** The leaf that the next message attaches to: the last appended, or what `branch` chose. */
  head_id: string | null;
}

/** A writer's heartbeat older than this means that nobody writes any more, in milliseconds. */
export const HEARTBEAT_FRESH_MS = 5_000;

/** The state to show: `streaming` while an unfinished answer's writer is alive. `now` is epoch ms. */
export function shownState(record: MessageRecord, now: number): StoredState | "streaming" {
  if (record.state !== "interrupted" || !record.answer || record.answer.error) return record.state;
  const age = now - Date.parse(record.answer.heartbeat_at);
  return record.answer.timing.total_ms === null && age < HEARTBEAT_FRESH_MS
    ? "streaming"
    : record.state;
}
