import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { checkScenarios, type Check } from "../check-scenarios.ts";
import { rawExchange } from "../raw-exchange.ts";
import { startUpstream, type Upstream } from "../start-upstream.ts";
import { fastSettings } from "../upstream-settings.ts";
import { hintScenarios } from "./hint.ts";
import { limitScenarios } from "./limit.ts";

function told(status: number, error: object, headers: object = {}): Check {
  return ({ stream, whole }) => {
    for (const seen of [stream, whole])
      expect(seen).toMatchObject({ status, headers, json: { error: { code: status, ...error } } });
  };
}

/** Reset times are digits in text, epoch milliseconds. */
const reset = (from: number, to: number): unknown =>
  expect.toSatisfy((text: string) => Number(text) >= from && Number(text) <= to);

const now = Date.now();
const day = 86_400_000;
/** So long that no slow machine gets past it between two requests. */
const patience = { retry_after_s: 60 };
const wait = String(patience.retry_after_s);
const resetBy = (to: number): object => ({ headers: { "X-RateLimit-Reset": reset(now, to) } });

checkScenarios(
  [...limitScenarios, ...hintScenarios],
  {
    "402-credits": told(402, { metadata: { limit_source: "openrouter_credits" } }),
    "402-afford": told(402, { message: expect.stringContaining("can only afford 1830") }),
    "402-key-limit": told(402, { metadata: { limit_source: "openrouter_key_limit" } }),
    "402-in-flight": told(
      402,
      { metadata: { limit_source: "openrouter_in_flight_budget" } },
      { "retry-after": wait },
    ),
    "403-budget": told(403, { metadata: { limit_usd: 5, resets_at: "2026-10-01T00:00:00Z" } }),
    "429"({ stream, whole, upstream }) {
      told(429, { message: "Rate limit exceeded" })({ stream, whole, upstream });
      expect(stream.headers).not.toHaveProperty("retry-after");
    },
    "429-retry-after": told(429, {}, { "retry-after": wait }),
    "429-availability": told(429, {
      availability: { retryable: true, retry_after: patience.retry_after_s },
    }),
    "429-rate-limit-reset": told(429, { metadata: resetBy(now + 120_000) }),
    "429-long-wait": told(429, {}, { "retry-after": "3600" }),
    "429-daily": told(429, {
      metadata: { ...resetBy(now + day), limit_source: "openrouter_free_tier_daily" },
    }),
    "429-model-daily": told(429, { message: expect.stringContaining("limit_rpd/") }),
    "429-shared-pool": told(429, { metadata: { limit_source: "upstream_provider_shared_pool" } }),
    "503-retry-after": told(503, { availability: { retryable: true } }, { "retry-after": wait }),
  },
  patience,
);

describe("a hint", () => {
  it.each(hintScenarios)("$name: refused until its time, then answered once", async ({ name }) => {
    const ask = async (upstream: Upstream): Promise<number> =>
      (await rawExchange(`${upstream.urlOf(name)}/chat/completions`)).status;

    const long = await startUpstream({ settings: { ...fastSettings, ...patience } });
    const first = await ask(long);
    expect(first).toBeGreaterThanOrEqual(402);
    expect(await ask(long)).toBe(first);
    await long.close();

    const short = await startUpstream({ settings: { ...fastSettings, retry_after_s: 0.03 } });
    expect(await ask(short)).toBe(first);
    await sleep(40);
    expect(await ask(short)).toBe(200);
    expect(await ask(short)).toBe(first);
    await short.close();
  });
});
