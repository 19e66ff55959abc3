import { expect, test } from "vitest";
import { budgetOf } from "./budget.ts";
import { affordableTokens, pricesOf, UNKNOWN_PRICES, type Prices } from "./prices.ts";

const prices: Prices = {
  ...UNKNOWN_PRICES,
  prompt: 3e-6,
  written: 3.75e-6,
  cached: 3e-7,
  completion: 15e-6,
};

test("the window less the answer's room: max_tokens, else the smaller of a quarter and 1,024", () => {
  expect(budgetOf({ window: 8_192 })).toMatchObject({ tokens: 7_168, answer_room: 1_024 });
  expect(budgetOf({ window: 2_048 })).toMatchObject({ tokens: 1_536, answer_room: 512 });
  expect(budgetOf({ window: 8_192, maxTokens: 3_000 }).tokens).toBe(5_192);
  expect(budgetOf({}).tokens).toBeNull();
});

test("the tightest limit holds, and is named with its figures", () => {
  expect(budgetOf({ window: 8_192, readingRate: 50 })).toMatchObject({
    tokens: 500,
    source: "what this machine reads in 10 s at 50 tokens a second",
  });
  expect(budgetOf({ window: 8_192, asked: 2_000, readingRate: 50 }).tokens).toBe(2_000);
  expect(budgetOf({ window: 4_096, windowSource: "as its replies showed" }).source).toBe(
    "the window of 4,096 (as its replies showed) less 1,024 for the answer",
  );
});

test("a turn whose budget is filled, and whose answer too, costs no more than the cap", () => {
  const usd = 0.05;
  const { tokens, answer_room } = budgetOf({ window: 200_000, costCap: { usd, prices } });
  const most = (tokens ?? 0) * 3.75e-6 + answer_room * 15e-6;
  expect(most).toBeLessThanOrEqual(usd);
  expect(most).toBeGreaterThan(usd * 0.999);
  expect(budgetOf({ costCap: { usd, prices: UNKNOWN_PRICES } }).tokens).toBeNull();
  const free = { ...UNKNOWN_PRICES, prompt: 0, completion: 0, written: 0 };
  expect(budgetOf({ costCap: { usd, prices: free } }).tokens).toBeNull();
});

test("above the length where a list charges more, the dearer price is what the cap buys at", () => {
  const model = {
    id: "a/b",
    pricing: {
      prompt: "0.000001",
      completion: "0",
      overrides: [{ min_prompt_tokens: 200_000, prompt: "0.000002" }],
    },
  };
  const tiered = pricesOf({ model, fetched_at: "2026-11-01T00:00:00.000Z" });
  expect(affordableTokens(tiered, 0.1)).toBe(100_000);
  expect(affordableTokens(tiered, 0.3)).toBe(200_000);
  expect(affordableTokens(tiered, 1)).toBe(500_000);
});
