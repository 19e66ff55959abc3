import type { MessageRecord } from "../conversation/message-record.ts";
import type { PolicyName } from "./plan-input.ts";
import type { ReplayRow } from "./replay-sums.ts";
import { replay, type ReplayOptions, type ReplaySettings } from "./replay.ts";

/** The next turns under one policy, in sums over those turns alone. */
export interface ForecastRow extends ReplayRow {
  /** Share of the gaps seen so far that outlast the cache. */
  expiry: number;
}

/** A conversation under one policy: what it took so far, and what its next turns will take. */
export interface Forecast {
  past: ReplayRow;
  future: ForecastRow;
}

/**
 * What the next turns will take if they are like the last ones: the conversation is continued with copies of
 * its recent turns, at their sizes and with their gaps, and replayed under the policy from its beginning.
 */
export async function forecast(
  path: readonly MessageRecord[],
  turns: number,
  policy: PolicyName,
  { settings, ...options }: { settings: ReplaySettings } & Omit<ReplayOptions, "from">,
): Promise<Forecast> {
  const { before, after } = await replay(continued(path, turns), policy, settings, {
    ...options,
    from: path.length,
  });
  const lost = after.cached_tokens - after.cached_tokens_with_expiry;
  const expiry = after.cached_tokens > 0 ? lost / after.cached_tokens : 0;
  return { past: before, future: { ...after, expiry } };
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
