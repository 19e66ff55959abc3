import type { MessageRecord } from "../conversation/message-record.ts";
import type { MessageCounts } from "./message-counts.ts";
import { withheldFlags } from "./withheld.ts";

/**
 * A path with its sizes and its turns, in flat arrays: planning walks 100,000 messages. A turn starts at a
 * user message and holds everything up to the next, so tool calls, results and reasoning never part; what
 * stands before the first user message is a turn of its own.
 */
export interface History {
  records: readonly MessageRecord[];
  /** Tokens of each message; 0 where it is withheld. */
  tokens: Int32Array;
  /** `sums[i]` is the tokens of the messages before i. */
  sums: Float64Array;
  /** Why each message is sent under no policy, 0 where it may be: see `withheldFlags`. */
  withheld: Uint8Array;
  /** Where each turn starts, with the path's length at the end. */
  turns: Int32Array;
}

export function historyOf(
  records: readonly MessageRecord[],
  counts: MessageCounts,
  excludedIds: ReadonlySet<string>,
): History {
  const withheld = withheldFlags(records, excludedIds);
  const tokens = new Int32Array(records.length);
  const sums = new Float64Array(records.length + 1);
  for (let i = 0; i < records.length; i++) {
    const record = records[i];
    const size = withheld[i] || !record ? 0 : counts.of(record);
    tokens[i] = size;
    sums[i + 1] = (sums[i] ?? 0) + size;
  }
  return { ...historyOfTurns(records), tokens, sums, withheld };
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
