import type { Frame } from "./frame.ts";
import { turnOf } from "./history.ts";
import type { PlanInput } from "./plan-input.ts";
import type { Chosen } from "./policy/select.ts";

/** What a person should know of a plan before it is sent, with the figures. */
export function planNotices(
  { budget }: PlanInput,
  frame: Frame,
  { chosen, total, bound }: { chosen: Chosen; total: number; bound: number },
): string[] {
  return [...cutNotice(frame, chosen), ...chosen.notices, ...estimateNotice(budget, total, bound)];
}

function cutNotice({ history }: Frame, { cut, kept }: Chosen): string[] {
  if (cut === 0 || kept.length === 0 || cut >= history.records.length) return [];
  return [`the conversation before turn ${turnOf(history, cut) + 1} is not sent`];
}

/** An estimate may be wrong by more than the room that is left. */
function estimateNotice(
  { window, answer_room }: PlanInput["budget"],
  total: number,
  bound: number,
): string[] {
  const most = Math.ceil(total * (1 + bound));
  if (bound === 0 || window === null || most + answer_room <= window) return [];
  return [
    `the count of ${total} tokens is an estimate and may really be ${most}, more than the window of ${window} leaves`,
  ];
}
