import type { MessageRecord } from "../conversation/message-record.ts";
import type { PolicyName } from "./plan-input.ts";
import { replay, type ReplayRow, type ReplaySettings } from "./replay.ts";

/** The next turns under one policy, in sums over those turns alone. */
export interface ForecastRow extends ReplayRow {
  /** Share of the gaps seen so far that outlast the cache. */
  expiry: number;
}

/**
 * What the next turns will take if they are like the last ones: the conversation is continued with copies of
 * its recent turns, at their sizes and with their gaps, and replayed under the policy.
 */
export function forecast(
  path: readonly MessageRecord[],
  turns: number,
  policy: PolicyName,
  options: { settings: ReplaySettings; cacheLifetimeMs?: number },
): ForecastRow {
  const future = continued(path, turns);
  const before = replay(path, policy, options.settings, options.cacheLifetimeMs);
  const after = replay(future, policy, options.settings, options.cacheLifetimeMs);
  const row = difference(after, before);
  const lost = row.cached_tokens - row.cached_tokens_with_expiry;
  return { ...row, expiry: row.cached_tokens > 0 ? lost / row.cached_tokens : 0 };
}

const TURNS_COPIED = 20;

/** The path with so many turns more, copied in order from its last twenty, each as long after the one before. */
function continued(path: readonly MessageRecord[], turns: number): MessageRecord[] {
  const starts = path.flatMap(({ message }, i) => (message.role === "user" ? [i] : []));
  const copied = starts.slice(-TURNS_COPIED);
  const future = [...path];
  for (let turn = 0; turn < turns && copied.length > 0; turn++) {
    const from = copied[turn % copied.length] ?? 0;
    const next = starts[starts.indexOf(from) + 1] ?? path.length;
    const gap = gapBefore(path, from, starts);
    const base = Date.parse(future.at(-1)?.created_at ?? "");
    const began = Date.parse(path[from]?.created_at ?? "");
    for (const record of path.slice(from, next)) {
      const time = base + gap + (Date.parse(record.created_at) - began);
      future.push({
        ...record,
        id: `${record.id}+${turn}`,
        created_at: Number.isNaN(time) ? record.created_at : new Date(time).toISOString(),
      });
    }
  }
  return future;
}

/** Milliseconds between a turn and the end of the one before it. A clock that jumped back counts as no gap. */
function gapBefore(
  path: readonly MessageRecord[],
  from: number,
  starts: readonly number[],
): number {
  const at = from === starts[0] ? (starts[1] ?? from) : from;
  const gap = Date.parse(path[at]?.created_at ?? "") - Date.parse(path[at - 1]?.created_at ?? "");
  return gap > 0 ? gap : 0;
}

function difference(after: ReplayRow, before: ReplayRow): ReplayRow {
  const less = (one: number | null, other: number | null): number | null =>
    one === null || other === null ? null : one - other;
  return {
    policy: after.policy,
    turns: after.turns - before.turns,
    refused: after.refused - before.refused,
    prompt_tokens: after.prompt_tokens - before.prompt_tokens,
    cached_tokens: after.cached_tokens - before.cached_tokens,
    cached_tokens_with_expiry: after.cached_tokens_with_expiry - before.cached_tokens_with_expiry,
    completion_tokens: after.completion_tokens - before.completion_tokens,
    recalled_tokens: after.recalled_tokens - before.recalled_tokens,
    cuts: after.cuts - before.cuts,
    cost_usd: {
      ideal: less(after.cost_usd.ideal, before.cost_usd.ideal),
      expected: less(after.cost_usd.expected, before.cost_usd.expected),
      uncached: less(after.cost_usd.uncached, before.cost_usd.uncached),
    },
  };
}
