import { tokensBetween, turnCount, type History } from "../history.ts";
import { oldestThatFits } from "./recent.ts";
import type { Policy } from "./policy.ts";

/** Half of the room for the beginning, the rest for the end; the middle is dropped. */
export const middleOut: Policy = ({ history, room }) => {
  const end = history.records.length;
  if (tokensBetween(history, 0, end) <= room) {
    return { kept: [[0, end]], reason: "everything is sent" };
  }
  const first = newestThatFits(history, room / 2);
  const second = oldestThatFits(history, room - tokensBetween(history, 0, first));
  return {
    kept: [
      [0, first],
      [Math.max(first, second), end],
    ],
    reason: "between the beginning and the end that fit the budget",
  };
};

function newestThatFits(history: History, room: number): number {
  let turn = 0;
  while (turn < turnCount(history)) {
    if (tokensBetween(history, 0, history.turns[turn + 1] ?? 0) > room) break;
    turn++;
  }
  return history.turns[turn] ?? 0;
}
