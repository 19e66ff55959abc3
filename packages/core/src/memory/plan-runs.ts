import type { PlanRun } from "./context-plan.ts";
import type { History } from "./history.ts";
import type { Selection } from "./policy/policy.ts";
import { BY_HAND, EMPTY, HALF_A_CALL } from "./withheld.ts";

/** What becomes of a message, one small number each: a plan walks 100,000 of them. */
export const FATE = {
  dropped: 0,
  sent: 1,
  pinned: 2,
  standing: 3,
  summarised: 4,
  leading: 5,
  excluded: 6,
  empty: 7,
  halfACall: 8,
} as const;

/** By fate: the state that a plan records for it. */
const STATES: readonly PlanRun["state"][] = [
  "dropped",
  "sent",
  "pinned",
  "pinned",
  "summarised",
  "dropped",
  "excluded",
  "excluded",
  "excluded",
];

/** By fate: why, where it does not depend on the policy. */
const REASONS: readonly (string | undefined)[] = [
  undefined,
  undefined,
  "pinned",
  "a system message is always sent",
  "covered by the summary",
  "this model's prompts must begin with a user message",
  "excluded by hand",
  "nothing is in it",
  "a tool call without its result, or a result without its call",
];

const WITHHELD: Readonly<Record<number, number>> = {
  [BY_HAND]: FATE.excluded,
  [EMPTY]: FATE.empty,
  [HALF_A_CALL]: FATE.halfACall,
};

/** Each message's fate: what a summary covers, then pins, then what the policy kept; what is withheld last. */
export function fatesOf(
  { records, withheld }: History,
  selection: Selection,
  pinned: Uint8Array,
  summarisedTo: number,
): Uint8Array {
  const fates = new Uint8Array(records.length);
  fates.fill(FATE.summarised, 0, summarisedTo);
  for (let i = 0; i < fates.length; i++) {
    if (pinned[i]) fates[i] = isStanding(records[i]?.message.role) ? FATE.standing : FATE.pinned;
  }
  for (const [from, to] of selection.kept) fates.fill(FATE.sent, from, to);
  for (let i = 0; i < fates.length; i++) {
    const reason = withheld[i];
    if (reason) fates[i] = WITHHELD[reason] ?? FATE.excluded;
  }
  return fates;
}

/** Whether a message of this fate is in the request. */
export function isSent(fate: number | undefined): boolean {
  return fate === FATE.sent || fate === FATE.pinned || fate === FATE.standing;
}

/** A system message inside a conversation: no policy may drop what was set up to hold throughout. */
export function isStanding(role: string | undefined): boolean {
  return role === "system" || role === "developer";
}

/** Drops what stands before the first user message, for a provider that refuses a prompt that starts otherwise. */
export function startWithUser({ records }: History, fates: Uint8Array): void {
  for (let i = 0; i < fates.length; i++) {
    if (!isSent(fates[i])) continue;
    const role = records[i]?.message.role;
    if (role === "user") return;
    if (!isStanding(role)) fates[i] = FATE.leading;
  }
}

/** Neighbours with one fate become one run. */
export function runsOf(
  history: History,
  fates: Uint8Array,
  tokensAt: (position: number) => number,
  reasons: { sent: string; dropped: string },
): PlanRun[] {
  const runs: PlanRun[] = [];
  for (let from = 0; from < fates.length;) {
    const fate = fates[from] ?? FATE.dropped;
    const state = STATES[fate] ?? "dropped";
    let tokens = 0;
    let to = from;
    for (; to < fates.length && fates[to] === fate; to++) tokens += tokensAt(to);
    runs.push({
      from_id: history.records[from]?.id ?? "",
      to_id: history.records[to - 1]?.id ?? "",
      messages: to - from,
      state,
      reason: REASONS[fate] ?? (state === "sent" ? reasons.sent : reasons.dropped),
      tokens,
    });
    from = to;
  }
  return runs;
}
