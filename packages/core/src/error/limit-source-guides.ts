import { guides } from "./error-guide.ts";
import type { ErrorGuide } from "./error-guide.ts";

/** Every `limit_source`: whose limit a 402, 403 or 429 speaks of. */
export const LIMIT_SOURCE_GUIDES: readonly ErrorGuide[] = guides("limit_source", {
  openrouter_free_tier_daily: {
    status: 429,
    title: "the day's free requests are used up",
    meaning:
      "All models whose id ends in :free share one allowance a day: 50 requests, or 1,000 once you have ever bought 10 credits. More keys do not help, and failed attempts may count too.",
    causes: ["the allowance of today (UTC) is spent, perhaps by another program or by retries"],
    retryable: false,
    retry: "Not today; the counter starts again at 00:00 UTC.",
    remedy:
      "Wait until 00:00 UTC, or use the embedded model or a paid one; other :free models share the same cap.",
    command: "colloquy api GET /key",
  },
  "free-models-per-min": {
    status: 429,
    title: "too many free requests within a minute",
    meaning: "Free models take about 20 requests a minute from one account, all models together.",
    causes: ["a script, or several programs at once, on free models"],
    retryable: true,
    retry: "After a minute at the latest.",
    remedy: "Wait up to 60 seconds, and ask more slowly.",
    command: "colloquy api GET /key",
  },
  openrouter_shared_capacity: {
    status: 429,
    title: "many people use this free model now",
    meaning:
      "A free model has a limit that all its users share. `limit_rpm` in the message is per minute, `limit_rpd` per day.",
    causes: ["high demand for this one model"],
    retryable: true,
    retry: "Yes for the minute's limit, after a pause; the day's needs its reset.",
    remedy: "Wait a little or choose another model.",
    command: "colloquy models list",
  },
  upstream_provider_shared_pool: {
    status: 429,
    title: "the provider's common pool is used up",
    meaning: "The provider limits what the service may send it in total; this moment it is full.",
    causes: ["a busy hour at this provider; it is not about your account"],
    retryable: true,
    retry: "After a short pause, perhaps at another provider.",
    remedy: "Wait some seconds, allow other providers, or bring your own key for this provider.",
    command: "colloquy models list",
  },
  upstream_provider_account: {
    status: 429,
    title: "your own account at the provider is limited",
    meaning: "The request used your own provider key, and that account reached its limit.",
    causes: ["the rate limit or quota of your provider account"],
    retryable: true,
    retry: "After the provider's limit has reset.",
    remedy: "Look at the limits in the provider's own console, and wait or raise them.",
    command: "colloquy api GET /key",
  },
  openrouter_credits: {
    status: 402,
    title: "not enough credits",
    meaning: "The balance does not cover what this request could cost at most.",
    causes: ["an empty balance", "one request that is larger than the whole budget"],
    retryable: false,
    retry: "Not before there is more credit, or the request is smaller.",
    remedy: "Add credits, or set a smaller max_tokens so that less is reserved.",
    command: "colloquy api GET /credits",
  },
  openrouter_key_limit: {
    status: 402,
    title: "this key's own limit is reached",
    meaning:
      "Whoever made the key gave it a spending limit, and it is used up, whatever the balance.",
    causes: ["the limit in the key's settings, for ever or per day, week or month"],
    retryable: false,
    retry: "Not before the limit is raised or starts anew.",
    remedy: "Raise the key's limit in its settings, or use another key.",
    command: "colloquy api GET /key",
  },
  openrouter_in_flight_budget: {
    status: 402,
    title: "requests in flight hold the budget",
    meaning:
      "While a request runs, its highest possible cost is reserved. Your running requests together hold all there is.",
    causes: ["many requests at once", "no max_tokens, so that each reserves a lot"],
    retryable: true,
    retry: "After the seconds in Retry-After, when the others have ended.",
    remedy: "Send fewer requests at once, or set max_tokens so that each reserves less.",
    command: 'colloquy "Say hello." -o max_tokens 100',
  },
  openrouter_guardrail_budget: {
    status: 403,
    title: "a guardrail's budget is spent",
    meaning:
      "A guardrail limits what may be spent; metadata has limit_usd, spend_usd and resets_at.",
    causes: ["the budget that somebody set for this key, member or model"],
    retryable: false,
    retry: "Not before resets_at.",
    remedy: "Wait until the budget starts anew, or ask whoever set the guardrail to raise it.",
    command: "colloquy usage --by day",
  },
  openrouter_workspace_budget: {
    status: 403,
    title: "the workspace's budget is spent",
    meaning:
      "All keys of the workspace share a budget; metadata has limit_usd, spend_usd and resets_at.",
    causes: ["what everybody in the workspace spent in this period"],
    retryable: false,
    retry: "Not before resets_at.",
    remedy: "Wait until the budget starts anew, or ask the workspace's administrator to raise it.",
    command: "colloquy usage --by day",
  },
});
