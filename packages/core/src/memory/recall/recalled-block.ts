import { textOf } from "../../chat/message.ts";
import type { NewMessage } from "../plan-input.ts";

/** An older message to quote, with the number of its turn (from 1). */
export interface RecallSource {
  record: NewMessage;
  turn: number;
}

const OPENING = "<recalled>\nFrom earlier in this conversation:";
const CLOSING = "</recalled>";

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
    const brief = today === day && sources.length > WHOLE_HEADINGS;
    const heading = brief ? briefHeading(record, turn) : wholeHeading(record, turn);
    lines.push(`${heading} ${quotedText(record.message)}`);
    day = today;
  }
  lines.push(CLOSING);
  return lines.join("\n");
}

/** A block without sources: what the delimiters take. */
export const EMPTY_BLOCK = `${OPENING}\n${CLOSING}`;

/** The first heading of a day. */
export function wholeHeading(record: NewMessage, turn: number): string {
  const day = dayOf(record);
  return `[turn ${turn}${day === "" ? "" : `, ${day}`}, ${nameOf(record)}]`;
}

/** A later heading of the same day in a long block. */
export function briefHeading(record: NewMessage, turn: number): string {
  return `[${turn} ${nameOf(record)}]`;
}

function nameOf({ message }: NewMessage): string {
  return message.name ?? message.role;
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
