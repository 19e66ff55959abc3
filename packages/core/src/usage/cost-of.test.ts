import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pricesOf, UNKNOWN_PRICES, type Prices } from "../memory/prices.ts";
import { costOf } from "./cost-of.ts";
import { usageCounts } from "./usage-counts.ts";

const fetched_at = "2026-11-01T00:00:00.000Z";
const priced = (pricing: Record<string, string>): Prices =>
  pricesOf({
    model: { id: "a/b", pricing: { prompt: "0", completion: "0", ...pricing } },
    fetched_at,
  });
const prices = priced({
  prompt: "0.000003",
  completion: "0.000015",
  input_cache_read: "0.0000003",
  input_cache_write: "0.00000375",
});

describe("costOf", () => {
  it("takes what the server charged before any arithmetic", () => {
    expect(costOf({ prompt_tokens: 1000, completion_tokens: 10, cost: 0.5 }, prices)).toBe(0.5);
  });

  it("does not believe a charge of 0 where the list has a price, but where it has none", () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 10, cost: 0 };
    expect(costOf(usage, prices)).toBe(0.00315);
    expect(costOf(usage, null)).toBe(0);
    expect(costOf(usage, priced({ prompt: "0", completion: "0" }))).toBe(0);
    expect(costOf({ prompt_tokens: 0, completion_tokens: 0, cost: 0 }, prices)).toBe(0);
  });

  it("adds what a provider charged to the user's own key", () => {
    const usage = { prompt_tokens: 1000, completion_tokens: 10, cost: 0.0001, is_byok: true };
    const cost_details = { upstream_inference_cost: 0.003 };
    expect(costOf({ ...usage, cost_details }, prices)).toBe(0.0031);
    expect(costOf({ ...usage, cost: 0 }, prices)).toBe(0);
  });

  it("charges what the list asks for long prompts, and at some hours", () => {
    const list = pricesOf({
      model: {
        id: "a/b",
        pricing: {
          prompt: "0.000001",
          completion: "0.000004",
          overrides: [
            { min_prompt_tokens: 200_000, prompt: "0.000002" },
            { utc_start: "1630", utc_end: "0030", completion: "0.000001" },
          ],
        },
      },
      fetched_at,
    });
    const at = (time: string, prompt: number): number | null =>
      costOf({ prompt_tokens: prompt, completion_tokens: 10_000 }, list, `2026-11-01T${time}:00Z`);
    expect(at("12:00", 200_000)).toBe(0.24);
    expect(at("12:00", 200_001)).toBe(0.440002);
    expect(at("23:59", 200_000)).toBe(0.21);
    expect(at("00:29", 200_000)).toBe(0.21);
    expect(at("00:30", 200_000)).toBe(0.24);
  });

  it("multiplies tokens and prices, without the noise of binary sums", () => {
    const usage = { prompt_tokens: 346, completion_tokens: 18, cost: null };
    expect(costOf(usage, priced({ prompt: "0.0000002", completion: "0.000002" }))).toBe(0.0001052);
    expect(costOf(usage, prices)).toBe(0.001308);
  });

  it("prices cached and written tokens apart, and none of them twice", () => {
    const usage = {
      prompt_tokens: 1000,
      completion_tokens: 0,
      prompt_tokens_details: { cached_tokens: 600, cache_write_tokens: 300 },
    };
    expect(costOf(usage, prices)).toBe(0.001605);
  });

  it("is unknown rather than invented", () => {
    const usage = { prompt_tokens: 10, completion_tokens: 10 };
    expect(costOf(usage, null)).toBeNull();
    expect(costOf(usage, UNKNOWN_PRICES)).toBeNull();
    expect(costOf(usage, priced({ prompt: "-1", completion: "-1" }))).toBeNull();
    expect(costOf(null, prices)).toBeNull();
    expect(costOf({ prompt_tokens: 10 }, prices)).toBeNull();
    expect(costOf({ ...usage, cost: -1 }, UNKNOWN_PRICES)).toBeNull();
    const cached = { ...usage, prompt_tokens_details: { cached_tokens: 5 } };
    expect(costOf(cached, priced({ prompt: "0.1", completion: "0.1" }))).toBeNull();
    const heard = { ...usage, prompt_tokens_details: { audio_tokens: 5 } };
    expect(costOf(heard, prices)).toBeNull();
    const searched = { ...usage, server_tool_use_details: { web_search_requests: 1 } };
    expect(costOf(searched, prices)).toBeNull();
  });

  it("is nothing for a model that is free", () => {
    const free = priced({ prompt: "0", completion: "0", input_cache_read: "0" });
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 10,
      prompt_tokens_details: { cached_tokens: 4 },
    };
    expect(costOf(usage, free)).toBe(0);
  });

  it("never falls when more was used", () => {
    const count = fc.nat(1_000_000);
    fc.assert(
      fc.property(count, count, count, (prompt, completion, more) => {
        const less = costOf({ prompt_tokens: prompt, completion_tokens: completion }, prices);
        const dear = costOf(
          { prompt_tokens: prompt + more, completion_tokens: completion },
          prices,
        );
        expect(dear).toBeGreaterThanOrEqual(less ?? Infinity);
      }),
    );
  });
});

describe("usageCounts", () => {
  it("reads any server's words", () => {
    expect(
      usageCounts({
        input_tokens: 10,
        output_tokens: 5,
        input_tokens_details: { cached_tokens: 4 },
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 15,
      }),
    ).toEqual({
      prompt_tokens: 10,
      cached_tokens: 4,
      written_tokens: null,
      completion_tokens: 5,
      reasoning_tokens: 2,
      total_tokens: 15,
      cost: null,
      upstream_cost: null,
      is_byok: false,
    });
    expect(usageCounts({ prompt_tokens: 9, prompt_cache_hit_tokens: 3 }).cached_tokens).toBe(3);
  });

  it("takes what is missing, null or nonsense as not told", () => {
    const nothing = usageCounts(null);
    expect(Object.values(nothing).every((value) => value === null || value === false)).toBe(true);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const count of Object.values(usageCounts(value)))
          expect(count === null || typeof count === "boolean" || count >= 0).toBe(true);
      }),
    );
    expect(
      usageCounts({ prompt_tokens: "12", completion_tokens: -1, prompt_tokens_details: null }),
    ).toMatchObject({ prompt_tokens: null, completion_tokens: null, cached_tokens: null });
  });
});
