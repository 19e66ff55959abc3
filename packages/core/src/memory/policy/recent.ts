import { tokensBetween, turnCount, type History } from "../history.ts";
import type { Policy } from "./policy.ts";

/** Whole turns from the end, as many as fit: the oldest is dropped again with each message. */
export const recent: Policy = ({ history, room }) => ({
  kept: [[oldestThatFits(history, room), history.records.length]],
  reason: "older than what fits the budget",
});

/** The first message of the longest run of whole turns at the path's end that fits; the path's length if none does. */
export function oldestThatFits(history: History, room: number): number {
  const end = history.records.length;
  let low = 0;
  let high = turnCount(history);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokensBetween(history, history.turns[middle] ?? end, end) <= room) high = middle;
    else low = middle + 1;
  }
  return history.turns[low] ?? end;
}
