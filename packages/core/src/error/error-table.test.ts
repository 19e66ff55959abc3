import { describe, expect, it } from "vitest";
import { errorExplanation } from "./error-guide.ts";
import { ERROR_TABLE, errorGuide, statusGuide } from "./error-table.ts";

describe("the error table", () => {
  it("explains every row in about ten lines that end with a command to try", () => {
    for (const guide of ERROR_TABLE) {
      const lines = errorExplanation(guide);
      expect(lines.length, guide.topic).toBeGreaterThanOrEqual(8);
      expect(lines.length, guide.topic).toBeLessThanOrEqual(12);
      expect(lines.at(-1)).toMatch(/^Try: colloquy /);
      expect(lines[0]).toContain(guide.topic);
      for (const text of [guide.meaning, guide.retry, guide.remedy]) expect(text).toMatch(/\.$/);
    }
  });

  it("says each word once and a retry never contradicts its status", () => {
    expect(new Set(ERROR_TABLE.map((guide) => guide.topic)).size).toBe(ERROR_TABLE.length);
    for (const guide of ERROR_TABLE) {
      if (guide.retryable)
        expect([402, 408, 409, 429], guide.topic).toContain(
          guide.status >= 500 ? 408 : guide.status,
        );
    }
  });

  it("has every status, error type, limit and availability code of the contract", () => {
    const statuses = [
      200, 400, 401, 402, 403, 404, 405, 408, 409, 410, 412, 413, 422, 429, 500, 502, 503, 504, 520,
      524, 529, 530,
    ];
    const words = `context_length_exceeded max_tokens_exceeded token_limit_exceeded string_too_long invalid_request
      invalid_prompt content_policy_violation refusal invalid_image image_too_large image_too_small
      unsupported_image_format image_download_failed authentication payment_required permission_denied not_found
      image_not_found precondition_failed payload_too_large unprocessable rate_limit_exceeded server unmapped
      provider_unavailable provider_overloaded timeout
      openrouter_free_tier_daily openrouter_shared_capacity upstream_provider_shared_pool upstream_provider_account
      openrouter_credits openrouter_key_limit openrouter_in_flight_budget openrouter_guardrail_budget
      openrouter_workspace_budget
      model_not_found wrong_endpoint no_endpoints model_deprecated model_unavailable_upstream region_restricted
      privacy_restricted constraint_filtered free_variant_ended capacity_exhausted temporarily_unavailable`;
    for (const topic of [...statuses.map(String), ...words.split(/\s+/)]) {
      expect(errorGuide(topic), topic).toBeDefined();
    }
  });

  it("reads an undocumented status as its class", () => {
    expect(statusGuide(418)?.topic).toBe("400");
    expect(statusGuide(599)?.topic).toBe("500");
    expect(statusGuide(302)).toBeUndefined();
  });
});
