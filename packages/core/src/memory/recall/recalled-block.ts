import { textOf } from "../../chat/message.ts";
import type { NewMessage } from "../plan-input.ts";

/** An older message to quote, with the number of its turn (from 1). */
export interface RecallSource {
  record: NewMessage;
  turn: number;
}

const OPENING = "<recalled>\nFrom earlier in this conversation:";
const CLOSING = "</recalled>";

/**
 * Tokens of the delimiters, and of a heading that carries a date, in o200k: what packing reckons with. A
 * short heading takes what the frame of the message takes that it stands in for.
 */
export const BLOCK_TOKENS = 16;
export const DATED_HEADING_TOKENS = 11;

/** Up to this many sources each heading is whole; of more, only the first of a day. */
const WHOLE_HEADINGS = 10;

/**
 * The block that quotes older messages whole, oldest first. Each names its source: `[turn 3, 2026-05-08,
 * user]`, and in a long block, within the same day, `[4 assistant]`.
 */
export function blockText(sources: readonly RecallSource[]): string {
  const lines: string[] = [OPENING];
  let day: string | null = null;
  for (const { record, turn } of sources) {
    const today = dayOf(record);
    const who = record.message.name ?? record.message.role;
    const date = today === "" ? "" : `, ${today}`;
    const brief = today === day && sources.length > WHOLE_HEADINGS;
    const heading = brief ? `[${turn} ${who}]` : `[turn ${turn}${date}, ${who}]`;
    lines.push(`${heading} ${quotedText(record.message)}`);
    day = today;
  }
  lines.push(CLOSING);
  return lines.join("\n");
}

/** The UTC day of a message, "" when it has no valid time. */
export function dayOf({ created_at }: Pick<NewMessage, "created_at">): string {
  return /^\d{4}-\d\d-\d\d/.test(created_at) ? created_at.slice(0, 10) : "";
}

function quotedText(message: NewMessage["message"]): string {
  const calls = (message.tool_calls ?? []).map(
    (call) => `${call.function.name}(${call.function.arguments})`,
  );
  return [textOf(message), ...calls].filter((part) => part !== "").join("\n");
}
