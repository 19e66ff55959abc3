import type { MessageRecord } from "../conversation/message-record.ts";
import { ColloquyError } from "../error/errors.ts";
import type { ContextPlan } from "./context-plan.ts";
import { plan } from "./plan.ts";
import type { PlanInput, PolicyName } from "./plan-input.ts";
import { costOf } from "./plan-cost.ts";
import type { Prices } from "./prices.ts";
import { RecallIndex } from "./recall/recall-index.ts";

/** Everything a plan needs but the turn itself. */
export type ReplaySettings = Omit<PlanInput, "path" | "message" | "previous" | "index" | "policy">;

/** Sums over the turns of a conversation under one policy. Money is null where a price is unknown. */
export interface ReplayRow {
  policy: PolicyName;
  turns: number;
  /** Turns that the policy could not plan, over the budget by themselves. */
  refused: number;
  prompt_tokens: number;
  /** If the cache never expires between two turns. */
  cached_tokens: number;
  /** If it expires in gaps longer than its lifetime. */
  cached_tokens_with_expiry: number;
  completion_tokens: number;
  recalled_tokens: number;
  cuts: number;
  cost_usd: {
    /** Every prefix that can be cached is. */
    ideal: number | null;
    /** Prefixes are lost in gaps longer than the cache's lifetime. */
    expected: number | null;
    uncached: number | null;
  };
}

/** How long a provider keeps a prefix that nobody asks for, in milliseconds; five minutes is common. */
export const USUAL_CACHE_LIFETIME_MS = 300_000;

/**
 * A conversation lived through again under one policy: each turn planned from the plan before it. A summary
 * needs a model, so `summary` is replayed as `block`.
 */
export function replay(
  path: readonly MessageRecord[],
  policy: PolicyName,
  settings: ReplaySettings,
  cacheLifetimeMs: number = USUAL_CACHE_LIFETIME_MS,
): ReplayRow {
  const index = new RecallIndex();
  const sums = new Sums(policy, settings.prices);
  let previous: ContextPlan | null = null;
  let lastTime = Number.NaN;
  for (const [i, message] of path.entries()) {
    if (message.message.role !== "user") continue;
    const chosen = policy === "summary" ? "block" : policy;
    const made = tryPlan({
      ...settings,
      path: path.slice(0, i),
      message,
      previous,
      index,
      policy: chosen,
    });
    if (made === null) {
      sums.refuse();
      continue;
    }
    const time = Date.parse(message.created_at);
    sums.add(made, answerTokens(path, i, settings), time - lastTime > cacheLifetimeMs);
    previous = made;
    lastTime = time;
  }
  return sums.row();
}

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

class Sums {
  readonly #row: Omit<ReplayRow, "cost_usd">;
  readonly #prices: Prices;

  constructor(policy: PolicyName, prices: Prices) {
    this.#prices = prices;
    this.#row = {
      policy,
      turns: 0,
      refused: 0,
      prompt_tokens: 0,
      cached_tokens: 0,
      cached_tokens_with_expiry: 0,
      completion_tokens: 0,
      recalled_tokens: 0,
      cuts: 0,
    };
  }

  refuse(): void {
    this.#row.refused++;
  }

  add(made: ContextPlan, answer: number, expired: boolean): void {
    const row = this.#row;
    if (row.turns > 0 && made.turns_since_cut === 1) row.cuts++;
    row.turns++;
    row.prompt_tokens += made.tokens.total;
    row.cached_tokens += made.cached_prefix;
    row.cached_tokens_with_expiry += expired ? 0 : made.cached_prefix;
    row.completion_tokens += answer;
    row.recalled_tokens += made.tokens.recalled;
  }

  row(): ReplayRow {
    const { prompt_tokens: prompt, completion_tokens: answer, turns } = this.#row;
    const billed = (cachedPrefix: number): ReturnType<typeof costOf> =>
      costOf(
        { prompt, cachedPrefix, answer },
        { ...this.#prices, request: this.#prices.request * turns },
      );
    const ideal = billed(this.#row.cached_tokens);
    return {
      ...this.#row,
      cost_usd: {
        ideal: ideal.cached?.max ?? null,
        expected: billed(this.#row.cached_tokens_with_expiry).cached?.max ?? null,
        uncached: ideal.uncached?.max ?? null,
      },
    };
  }
}
