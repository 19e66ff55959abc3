import type { ContextPlan } from "./context-plan.ts";
import { planCost } from "./plan-cost.ts";
import type { PolicyName } from "./plan-input.ts";
import type { Prices } from "./prices.ts";

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

/** What a replay knows of a turn beside its plan. */
export interface ReplayedTurn {
  /** Tokens of its answer. */
  answer: number;
  /** When it was asked (ISO 8601). */
  at: string;
  /** True when the cache had been lost in the silence before it. */
  expired: boolean;
  /** True when its plan began a new prefix. */
  cut: boolean;
}

const NOTHING: Omit<ReplayRow, "policy" | "cost_usd"> = {
  turns: 0,
  refused: 0,
  prompt_tokens: 0,
  cached_tokens: 0,
  cached_tokens_with_expiry: 0,
  completion_tokens: 0,
  recalled_tokens: 0,
  cuts: 0,
};

/** Adds up turns; money turn by turn, since a list may charge more for long prompts or at some hours. */
export class ReplaySums {
  readonly #row: Omit<ReplayRow, "cost_usd">;
  readonly #cost: ReplayRow["cost_usd"] = { ideal: 0, expected: 0, uncached: 0 };
  readonly #prices: Prices;

  constructor(policy: PolicyName, prices: Prices) {
    this.#prices = prices;
    this.#row = { policy, ...NOTHING };
  }

  refuse(): void {
    this.#row.refused++;
  }

  add({ tokens, cached_prefix }: ContextPlan, { answer, at, expired, cut }: ReplayedTurn): void {
    const row = this.#row;
    const kept = expired ? 0 : cached_prefix;
    row.turns++;
    if (cut) row.cuts++;
    row.prompt_tokens += tokens.total;
    row.cached_tokens += cached_prefix;
    row.cached_tokens_with_expiry += kept;
    row.completion_tokens += answer;
    row.recalled_tokens += tokens.recalled;
    const bill = (cachedPrefix: number): ReturnType<typeof planCost> =>
      planCost({ prompt: tokens.total, cachedPrefix, answer, at }, this.#prices);
    const ideal = bill(cached_prefix);
    this.#charge("ideal", ideal.cached?.max);
    this.#charge("expected", bill(kept).cached?.max);
    this.#charge("uncached", ideal.uncached?.max);
  }

  row(): ReplayRow {
    return { ...this.#row, cost_usd: { ...this.#cost } };
  }

  #charge(kind: keyof ReplayRow["cost_usd"], dollars: number | null | undefined): void {
    const before = this.#cost[kind];
    this.#cost[kind] =
      before === null || dollars === null || dollars === undefined ? null : before + dollars;
  }
}
