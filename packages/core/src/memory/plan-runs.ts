import type { PlanRun } from "./context-plan.ts";
import type { History } from "./history.ts";
import type { Selection } from "./policy/policy.ts";

/** Fates of the path's messages, one small number each. */
export const FATES = ["dropped", "sent", "pinned", "excluded", "summarised"] as const;
export const DROPPED = 0;
export const SENT = 1;
export const PINNED = 2;
export const EXCLUDED = 3;
export const SUMMARISED = 4;

/** Each message's fate: marks first, then what the policy kept, then what a summary covers. */
export function fatesOf(
  history: History,
  selection: Selection,
  pinned: Uint8Array,
  summarisedTo: number,
): Uint8Array {
  const fates = new Uint8Array(history.records.length);
  fates.fill(SUMMARISED, 0, summarisedTo);
  for (let i = 0; i < fates.length; i++) if (pinned[i]) fates[i] = PINNED;
  for (const [from, to] of selection.kept) fates.fill(SENT, from, to);
  for (let i = 0; i < fates.length; i++) if (history.excluded[i]) fates[i] = EXCLUDED;
  return fates;
}

/** Drops what stands before the first user message, for a provider that refuses a prompt that starts otherwise. */
export function startWithUser({ records }: History, fates: Uint8Array): void {
  for (let i = 0; i < fates.length; i++) {
    if (fates[i] !== SENT && fates[i] !== PINNED) continue;
    const role = records[i]?.message.role;
    if (role === "user") return;
    if (role !== "system" && role !== "developer") fates[i] = DROPPED;
  }
}

/** Neighbours with one fate become one run. */
export function runsOf(
  history: History,
  fates: Uint8Array,
  tokensAt: (position: number) => number,
  reasons: Readonly<Record<PlanRun["state"], string>>,
): PlanRun[] {
  const runs: PlanRun[] = [];
  for (let from = 0; from < fates.length;) {
    const fate = fates[from] ?? DROPPED;
    let tokens = 0;
    let to = from;
    for (; to < fates.length && fates[to] === fate; to++) tokens += tokensAt(to);
    const state = FATES[fate] ?? "dropped";
    runs.push({
      from_id: history.records[from]?.id ?? "",
      to_id: history.records[to - 1]?.id ?? "",
      messages: to - from,
      state,
      reason: reasons[state],
      tokens,
    });
    from = to;
  }
  return runs;
}
