import type { MessageRecord } from "../conversation/message-record.ts";
import { ColloquyError } from "../error/errors.ts";
import type { ContextPlan } from "./context-plan.ts";
import { plan } from "./plan.ts";
import type { PlanInput, PolicyName } from "./plan-input.ts";
import { ReplaySums, type ReplayRow } from "./replay-sums.ts";
import { RecallIndex } from "./recall/recall-index.ts";

/** Everything a plan needs but the turn itself. */
export type ReplaySettings = Omit<
  PlanInput,
  "path" | "message" | "previous" | "index" | "policy" | "sha256"
>;

/** How long a provider keeps a prefix that nobody asks for, in milliseconds; five minutes is common. */
export const USUAL_CACHE_LIFETIME_MS = 300_000;

export interface ReplayOptions {
  /** Milliseconds after which a prefix that nobody asks for is lost. */
  cacheLifetimeMs?: number;
  /** Position on the path from which turns are summed up apart; its end unless given. */
  from?: number;
  /** Called before each turn and waited for: to show how far it is, to let others run, to throw and so stop. */
  onTurn?: (done: number, total: number) => void | Promise<void>;
}

/**
 * A conversation lived through again under one policy: each turn planned from the plan before it. Sums of the
 * turns before `from`, and of those after. A summary needs a model, so `summary` is replayed as `block`.
 */
export async function replay(
  path: readonly MessageRecord[],
  policy: PolicyName,
  settings: ReplaySettings,
  { cacheLifetimeMs = USUAL_CACHE_LIFETIME_MS, from = path.length, onTurn }: ReplayOptions = {},
): Promise<{ before: ReplayRow; after: ReplayRow }> {
  const index = new RecallIndex();
  const [before, after] = [
    new ReplaySums(policy, settings.prices),
    new ReplaySums(policy, settings.prices),
  ];
  const chosen = policy === "summary" ? "block" : policy;
  let previous: ContextPlan | null = null;
  let lastTime = Number.NaN;
  for (const [i, message] of path.entries()) {
    if (message.message.role !== "user") continue;
    const waiting = onTurn?.(i, path.length);
    if (waiting) await waiting;
    const sums = i < from ? before : after;
    const turn = { path: path.slice(0, i), message, previous, index, policy: chosen };
    const made = tryPlan({ ...settings, ...turn, sha256: noHash });
    if (made === null) {
      sums.refuse();
      continue;
    }
    const { created_at } = message;
    const expired = Date.parse(created_at) - lastTime > cacheLifetimeMs;
    const cut = previous !== null && made.turns_since_cut === 1;
    sums.add(made, { answer: answerTokens(path, i, settings), at: created_at, expired, cut });
    previous = made;
    lastTime = Date.parse(created_at);
  }
  return { before: before.row(), after: after.row() };
}

/** Nothing of a replay is kept or sent, and what stands before the path is always the same. */
const noHash = (): string => "";

function tryPlan(input: PlanInput): ContextPlan | null {
  try {
    const result = plan(input);
    return result.type === "send" ? result.plan : null;
  } catch (error) {
    if (error instanceof ColloquyError) return null;
    throw error;
  }
}

function answerTokens(
  path: readonly MessageRecord[],
  asked: number,
  { counts }: ReplaySettings,
): number {
  let sum = 0;
  for (let i = asked + 1; i < path.length && path[i]?.message.role !== "user"; i++) {
    const record = path[i];
    if (record?.message.role === "assistant") sum += counts.of(record);
  }
  return sum;
}
