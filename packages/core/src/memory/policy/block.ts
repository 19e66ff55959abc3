import { tokensBetween, turnCount, type History } from "../history.ts";
import { intervalOf } from "./interval.ts";
import type { PolicyView } from "./policy.ts";
import { oldestThatFits } from "./recent.ts";

/** Where the unbroken history of a request begins. */
export interface Cut {
  /** Position of its first message; the path's length when no history is sent. */
  position: number;
  /** True when this request cuts, false while it continues the last one's prefix. */
  fresh: boolean;
}

/**
 * Keeps the sent prefix byte for byte while it fits, and drops a block of whole turns at once when it does
 * not: `reserve` tokens are left free for what else goes along. The last turn stays, however long, if it
 * fits into `lastTurnRoom`: the new message follows from it.
 */
export function cutOf(
  view: PolicyView,
  reserve: number,
  lastTurnRoom = Math.max(0, view.room - reserve),
): Cut {
  const { history, room, previousCut, options } = view;
  const end = history.records.length;
  const limit = Math.max(0, room - reserve);
  const { floor, peak } = intervalOf({
    limit,
    perTurn:
      Math.max(1, tokensBetween(history, 0, end) / Math.max(1, turnCount(history))) +
      view.keptPerTurn,
    ratios: view.ratios,
    readingRate: view.readingRate,
    floor: options.recent_tokens,
    interval: options.interval,
  });
  if (previousCut >= 0) {
    const visible = tokensBetween(history, previousCut, end) + view.keptTokens;
    if (visible <= peak) return { position: previousCut, fresh: false };
  }
  return {
    position: Math.min(oldestThatFits(history, floor), lastTurn(history, lastTurnRoom)),
    fresh: true,
  };
}

/** Where the last turn starts, if it fits; else the path's length. */
function lastTurn(history: History, room: number): number {
  const end = history.records.length;
  const start = history.turns[turnCount(history) - 1] ?? end;
  return tokensBetween(history, start, end) <= room ? start : end;
}
