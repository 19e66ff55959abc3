import type { ChatMessage } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";

/** Why a message is sent under no policy; `MAY_BE_SENT` where nothing stands against it. */
export const MAY_BE_SENT = 0;
export const BY_HAND = 1;
export const EMPTY = 2;
export const HALF_A_CALL = 3;

/**
 * What must not be sent: what a person excluded, answers of which nothing came (many servers refuse an empty
 * one), and tool calls without all of their results or results without their call (every server refuses
 * those). A call and its results share one fate.
 */
export function withheldFlags(
  records: readonly MessageRecord[],
  excluded: ReadonlySet<string>,
): Uint8Array {
  const flags = new Uint8Array(records.length);
  for (let i = 0; i < records.length;) {
    const end = groupEnd(records, i);
    const group = end - i > 1 || isCall(records[i]?.message) ? records.slice(i, end) : null;
    if (group) flags.fill(groupFlag(group, excluded), i, end);
    else flags[i] = flagOf(records[i], excluded);
    i = end;
  }
  return flags;
}

function flagOf(record: MessageRecord | undefined, excluded: ReadonlySet<string>): number {
  if (!record) return MAY_BE_SENT;
  if (excluded.has(record.id)) return BY_HAND;
  if (record.message.role === "tool") return HALF_A_CALL;
  return isEmptyAnswer(record.message) ? EMPTY : MAY_BE_SENT;
}

function groupFlag(group: readonly MessageRecord[], excluded: ReadonlySet<string>): number {
  if (group.some(({ id }) => excluded.has(id))) return BY_HAND;
  const [asked, ...results] = group;
  const calls = (asked?.message.tool_calls ?? []).map(({ id }) => id);
  const answered = results.map(({ message }) => message.tool_call_id ?? "");
  const whole = calls.every((id) => answered.includes(id)) && answered.length === calls.length;
  return whole ? MAY_BE_SENT : HALF_A_CALL;
}

/** An answer of which nothing came. */
function isEmptyAnswer({ role, content, images }: ChatMessage): boolean {
  if (role !== "assistant" || images?.length) return false;
  return content === null || content === undefined || content.length === 0;
}

function isCall(message: ChatMessage | undefined): boolean {
  return Boolean(message?.tool_calls?.length);
}

/** The end of the group that starts at `i`: a message with tool calls takes the results after it along. */
function groupEnd(records: readonly MessageRecord[], i: number): number {
  let end = i + 1;
  if (!isCall(records[i]?.message)) return end;
  while (records[end]?.message.role === "tool") end++;
  return end;
}
