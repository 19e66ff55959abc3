import { answerText, providerName, usage } from "../wire/answer.ts";
import { errorBody } from "../wire/errors.ts";
import { segments, type Resource } from "./resource.ts";

const key = {
  label: "sk-or-v1-abc...xyz",
  limit: 10,
  limit_remaining: 7.5,
  limit_reset: null,
  include_byok_in_limit: false,
  usage: 2.5,
  usage_daily: 0.25,
  usage_weekly: 1,
  usage_monthly: 2.5,
  byok_usage: 0,
  is_free_tier: false,
  is_management_key: false,
  is_provisioning_key: false,
  creator_user_id: null,
  expires_at: null,
  rate_limit: { requests: -1, interval: "10s", note: "Deprecated." },
  free_model_daily_requests: { limit: 1000, used: 3, remaining: 997 },
};

function generation(id: string): unknown {
  return {
    id,
    created_at: "2026-09-01T12:00:00.000Z",
    model: "any/model",
    provider_name: providerName,
    router: null,
    streamed: true,
    cancelled: false,
    finish_reason: "stop",
    native_finish_reason: "stop",
    tokens_prompt: usage.prompt_tokens,
    tokens_completion: usage.completion_tokens,
    native_tokens_prompt: usage.prompt_tokens,
    native_tokens_completion: usage.completion_tokens,
    native_tokens_reasoning: 0,
    native_tokens_cached: 0,
    total_cost: usage.cost,
    usage: usage.cost,
    upstream_inference_cost: null,
    cache_discount: null,
    is_byok: false,
    latency: 180,
    generation_time: answerText.length * 10,
    provider_responses: null,
  };
}

/** `/key`, `/credits` and `/generation?id=`, which is not there yet when first asked for. */
export const account: Resource = (request, reply) => {
  const path = segments(request.path).join("/");
  if (path !== "key" && path !== "auth/key" && path !== "credits" && path !== "generation") {
    return false;
  }
  if (!request.headers.authorization) {
    reply.json(401, errorBody(401, "Missing Authentication header"));
  } else if (path === "credits") {
    reply.json(200, { data: { total_credits: 25, total_usage: 2.5 } });
  } else if (path === "generation") {
    const id = request.query.get("id") ?? "";
    if (id === "") reply.json(400, errorBody(400, "id is required"));
    else if (reply.count(`generation ${id}`) === 1)
      reply.json(404, errorBody(404, `Generation ${id} not found`));
    else reply.json(200, { data: generation(id) });
  } else {
    reply.json(200, { data: key });
  }
  return true;
};
