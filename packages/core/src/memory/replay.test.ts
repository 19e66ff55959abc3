import { expect, test } from "vitest";
import type { MessageRecord } from "../conversation/message-record.ts";
import { budgetOf } from "./budget.ts";
import { forecast } from "./forecast.ts";
import { MessageCounts } from "./message-counts.ts";
import { UNKNOWN_PRICES, type Prices } from "./prices.ts";
import type { ReplayRow } from "./replay-sums.ts";
import { replay as replayBoth, type ReplayOptions, type ReplaySettings } from "./replay.ts";
import type { PolicyName } from "./plan-input.ts";
import type { Tokenizer } from "./tokenizer.ts";

const tokenizer: Tokenizer = {
  id: "fixed/1",
  exact: true,
  bound: 0,
  countText: (text) => text.length,
  countMessage: (message) => (message.role === "user" ? 10 : 40),
  countTemplate: () => ({ lead: 0, trail: 3 }),
  countTools: () => 0,
};
const PRICES: Prices = {
  ...UNKNOWN_PRICES,
  prompt: 1e-6,
  completion: 5e-6,
  cached: 1e-7,
  written: 1e-6,
};

/** Turns a minute apart, but every tenth after an hour. */
function chat(turns: number): MessageRecord[] {
  let time = Date.UTC(2026, 4, 1);
  return Array.from({ length: turns * 2 }, (_, i) => {
    time += i % 20 === 0 ? 3_600_000 : 30_000;
    return {
      id: `m${i}`,
      conversation_id: "c",
      parent_id: null,
      created_at: new Date(time).toISOString(),
      message: { role: i % 2 === 0 ? "user" : "assistant", content: `words of message ${i}` },
      state: "complete",
      answer: null,
    };
  });
}

function settings(over: Partial<ReplaySettings> = {}): ReplaySettings {
  return {
    system: null,
    request: { model: "m" },
    budget: budgetOf({ asked: 600 }),
    prices: PRICES,
    counts: new MessageCounts(tokenizer),
    ...over,
  };
}

async function replay(
  path: readonly MessageRecord[],
  policy: PolicyName,
  given: ReplaySettings,
  options?: ReplayOptions,
): Promise<ReplayRow> {
  return (await replayBoth(path, policy, given, options)).before;
}

test("below the budget every policy is the same, and all but the new turn is cached", async () => {
  const path = chat(5);
  const full = await replay(path, "full", settings());
  expect(await replay(path, "block", settings())).toEqual({ ...full, policy: "block" });
  expect(full.prompt_tokens).toBe([0, 1, 2, 3, 4].reduce((sum, t) => sum + t * 50 + 10 + 3, 0));
  expect(full.cached_tokens).toBe([0, 1, 2, 3].reduce((sum, t) => sum + t * 50 + 10 + 3, 0));
  expect(full.completion_tokens).toBe(200);
});

test("cutting rarely costs less than dropping the oldest with each message", async () => {
  const path = chat(80);
  const block = await replay(path, "block", settings());
  const recent = await replay(path, "recent", settings());
  expect(block.cuts).toBeLessThan(recent.cuts / 3);
  expect(block.cost_usd.ideal ?? 0).toBeLessThan((recent.cost_usd.ideal ?? 0) / 1.5);
});

test("an hour's silence loses the cache, and only then", async () => {
  const row = await replay(chat(40), "block", settings());
  expect(row.cached_tokens_with_expiry).toBeLessThan(row.cached_tokens);
  const patient = await replay(chat(40), "block", settings(), { cacheLifetimeMs: 7_200_000 });
  expect(patient.cached_tokens_with_expiry).toBe(row.cached_tokens);
});

test("a policy that cannot plan a turn says how many it refused", async () => {
  expect((await replay(chat(40), "full", settings())).refused).toBeGreaterThan(20);
});

test("unknown prices stay unknown", async () => {
  const { cost_usd } = await replay(chat(4), "block", settings({ prices: UNKNOWN_PRICES }));
  expect(cost_usd).toEqual({
    ideal: null,
    expected: null,
    uncached: null,
  });
});

test("a forecast of ten turns is what ten more turns of the same kind take", async () => {
  const { past, future: ahead } = await forecast(chat(40), 10, "block", { settings: settings() });
  const really = await replay(chat(50), "block", settings());
  const sofar = await replay(chat(40), "block", settings());
  expect(past).toEqual(sofar);
  expect(ahead.turns).toBe(10);
  expect(ahead.prompt_tokens).toBe(really.prompt_tokens - sofar.prompt_tokens);
  expect(ahead.cached_tokens).toBe(really.cached_tokens - sofar.cached_tokens);
});

test("long prompts are charged at their own price, each turn by itself", async () => {
  const conditional = {
    prompt: "0.000001",
    completion: "0",
    input_cache_read: "0.000001",
    overrides: [{ min_prompt_tokens: 400, prompt: "0.000002" }],
  };
  const prices = { ...PRICES, completion: 0, cached: 1e-6, conditional };
  const path = chat(10);
  const row = await replay(path, "full", settings({ prices }));
  const sizes = Array.from({ length: 10 }, (_, turn) => turn * 50 + 13);
  const dollars = sizes.map((size) => size * (size > 400 ? 2e-6 : 1e-6));
  expect(row.cost_usd.uncached).toBeCloseTo(
    dollars.reduce((sum, each) => sum + each, 0),
    9,
  );
});

test("it says how far it is, and stops where it is told to", async () => {
  const seen: (readonly number[])[] = [];
  const onTurn = (...at: readonly [number, number]): void => {
    seen.push(at);
    if (seen.length === 3) throw new Error("enough");
  };
  await expect(replay(chat(40), "block", settings(), { onTurn })).rejects.toThrow("enough");
  expect(seen).toEqual([
    [0, 80],
    [2, 80],
    [4, 80],
  ]);
});
