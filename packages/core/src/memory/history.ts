import type { ChatMessage } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";
import type { MessageCounts } from "./message-counts.ts";

/**
 * A path with its sizes and its turns, in flat arrays: planning walks 100,000 messages. A turn starts at a
 * user message and holds everything up to the next, so tool calls, results and reasoning never part; what
 * stands before the first user message is a turn of its own.
 */
export interface History {
  records: readonly MessageRecord[];
  /** Tokens of each message; 0 where it is excluded. */
  tokens: Int32Array;
  /** `sums[i]` is the tokens of the messages before i. */
  sums: Float64Array;
  excluded: Uint8Array;
  /** Where each turn starts, with the path's length at the end. */
  turns: Int32Array;
}

export function historyOf(
  records: readonly MessageRecord[],
  counts: MessageCounts,
  excludedIds: ReadonlySet<string>,
): History {
  const excluded = excludedFlags(records, excludedIds);
  const tokens = new Int32Array(records.length);
  const sums = new Float64Array(records.length + 1);
  for (let i = 0; i < records.length; i++) {
    const record = records[i];
    const size = excluded[i] || !record ? 0 : counts.of(record);
    tokens[i] = size;
    sums[i + 1] = (sums[i] ?? 0) + size;
  }
  return { ...historyOfTurns(records), tokens, sums, excluded };
}

/** A path and where its turns start, without sizes. */
export function historyOfTurns(
  records: readonly MessageRecord[],
): Pick<History, "records" | "turns"> {
  const starts: number[] = [];
  for (let i = 0; i < records.length; i++) {
    if (i === 0 || records[i]?.message.role === "user") starts.push(i);
  }
  return { records, turns: Int32Array.from([...starts, records.length]) };
}

/** Tokens of the messages from `from` up to, not including, `to`. */
export function tokensBetween(history: History, from: number, to: number): number {
  return (history.sums[to] ?? 0) - (history.sums[from] ?? 0);
}

/** Number of turns on the path. */
export function turnCount(history: Pick<History, "turns">): number {
  return history.turns.length - 1;
}

/** The turn that holds message `index`. */
export function turnOf(history: Pick<History, "turns">, index: number): number {
  let low = 0;
  let high = turnCount(history) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((history.turns[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Excluding a call excludes its results, and excluding a result excludes its call: neither is sent alone. */
function excludedFlags(records: readonly MessageRecord[], ids: ReadonlySet<string>): Uint8Array {
  const flags = new Uint8Array(records.length);
  for (let i = 0; i < records.length; i++) if (isEmptyAnswer(records[i]?.message)) flags[i] = 1;
  if (ids.size === 0) return flags;
  for (let i = 0; i < records.length; i++) {
    const end = groupEnd(records, i);
    let hit = false;
    for (let j = i; j < end; j++) hit ||= ids.has(records[j]?.id ?? "");
    if (hit) flags.fill(1, i, end);
    i = end - 1;
  }
  return flags;
}

/** An answer of which nothing came: many servers refuse an empty one. */
function isEmptyAnswer(message: ChatMessage | undefined): boolean {
  if (message?.role !== "assistant" || message.tool_calls?.length) return false;
  return message.content === "" || message.content === null || message.content === undefined;
}

/** The end of the group that starts at `i`: a message with tool calls takes the results after it along. */
export function groupEnd(records: readonly MessageRecord[], i: number): number {
  let end = i + 1;
  while (records[end]?.message.role === "tool") end++;
  return end;
}
