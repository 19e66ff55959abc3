import type { Scenario } from "../scenario.ts";
import { providerName } from "../wire/answer.ts";
import { final, statusScenario, temporary } from "./status-scenario.ts";

type Fields = Record<string, unknown>;

const group = "limit";

/** Without state: the same refusal every time. */
const plain = statusScenario({
  name: "429",
  group,
  summary: "A rate limit without any hint, every time.",
  contract: "429 may be tried again, with growing pauses.",
  status: 429,
  message: "Rate limit exceeded",
  expect: temporary,
});

const longWait = statusScenario({
  name: "429-long-wait",
  group,
  summary: "A rate limit that asks for an hour's patience.",
  contract: "A wait longer than anyone sits through is told, not sat through.",
  status: 429,
  message: "Rate limit exceeded, come back in an hour",
  headers: { "retry-after": "3600" },
  expect: { ...temporary, requests: 1 },
});

/** Midnight UTC after now, in epoch milliseconds. */
function nextMidnight(): number {
  const day = 86_400_000;
  return (Math.floor(Date.now() / day) + 1) * day;
}

function dailyHeaders(): Fields {
  return {
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Reset": String(nextMidnight()),
  };
}

const daily = statusScenario({
  name: "429-daily",
  group,
  summary: "The day's free requests are used up.",
  contract: "A daily cap is never tried again: it only burns more.",
  status: 429,
  message:
    "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 requests per day",
  error: () => ({
    metadata: {
      headers: dailyHeaders(),
      provider_name: null,
      limit_source: "openrouter_free_tier_daily",
      remedy_hint: "The count starts anew at 00:00 UTC",
    },
  }),
  expect: { ...final, cause: "free-models-per-day" },
});

const modelDaily = statusScenario({
  name: "429-model-daily",
  group,
  summary: "This free model's shared requests of the day are used up.",
  contract: "limit_rpd is a daily cap too, for one model.",
  status: 429,
  message:
    "Rate limit exceeded: limit_rpd/any/model/0c5f. High demand for any/model:free, limited to 60 requests per day",
  error: () => ({
    metadata: {
      headers: dailyHeaders(),
      provider_name: null,
      limit_source: "openrouter_shared_capacity",
    },
  }),
  expect: { ...final, cause: "limit_rpd" },
});

const sharedPool = statusScenario({
  name: "429-shared-pool",
  group,
  summary: "The provider limits what all users share; only metadata.raw says so.",
  contract:
    "upstream_provider_shared_pool: a short pause, another provider, or a key of one's own.",
  status: 429,
  message: "Provider returned error",
  error: {
    metadata: {
      raw: "any/model is temporarily rate-limited upstream. Please retry shortly.",
      provider_name: providerName,
      limit_source: "upstream_provider_shared_pool",
      remedy_hint: "Add a key of your own for this provider",
    },
  },
  expect: { ...temporary, cause: "rate-limited upstream", provider: providerName },
});

const credits = statusScenario({
  name: "402-credits",
  group,
  summary: "There are no credits left.",
  contract: "402: money is needed; trying again changes nothing.",
  status: 402,
  message: "Insufficient credits. Add more at the settings page",
  error: { metadata: { error_type: "payment_required", limit_source: "openrouter_credits" } },
  expect: final,
});

const afford = statusScenario({
  name: "402-afford",
  group,
  summary: "The credits pay for fewer tokens than max_tokens may cost.",
  contract: "402 counts max_tokens, or the model's maximum where none is sent.",
  status: 402,
  message:
    "This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 1830.",
  expect: { ...final, cause: "can only afford 1830" },
});

const keyLimit = statusScenario({
  name: "402-key-limit",
  group,
  summary: "The key's own limit is reached.",
  contract: "A key may have a limit below the account's credits.",
  status: 402,
  message: "This key has reached its limit",
  error: { metadata: { limit_source: "openrouter_key_limit" } },
  expect: final,
});

const budget = statusScenario({
  name: "403-budget",
  group,
  summary: "A workspace's budget is spent.",
  contract: "A budget that is spent comes as 403, with the time at which it starts anew.",
  status: 403,
  message: "The budget of this workspace is spent",
  error: {
    metadata: {
      limit_source: "openrouter_workspace_budget",
      scope: "workspace",
      limit_usd: 5,
      spend_usd: 5.01,
      resets_at: "2026-10-01T00:00:00Z",
    },
  },
  expect: final,
});

export const limitScenarios: readonly Scenario[] = [
  credits,
  afford,
  keyLimit,
  budget,
  plain,
  longWait,
  daily,
  modelDaily,
  sharedPool,
];
