import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWireError } from "./read-wire-error.ts";

const now = Date.UTC(2026, 10, 23, 12);

function error(message: string, metadata: object = {}, code?: unknown) {
  return { error: { code, message, metadata } };
}

describe("readWireError", () => {
  it("finds the innermost reason and the provider", () => {
    const raw = JSON.stringify({ error: { message: JSON.stringify({ detail: "kaputt" }) } });
    const record = readWireError(
      error("Provider returned error", { raw, provider_name: "Chutes" }),
      {
        status: 502,
      },
    );
    expect(record).toMatchObject({
      kind: "api",
      message: "kaputt",
      provider: "Chutes",
      status: 502,
      retryable: true,
      raw,
    });
  });

  it.each([
    ["list of issues", [{ path: ["messages", 0], message: "too short" }], "messages.0: too short"],
    ["FastAPI detail", { detail: [{ loc: ["body", "x"], msg: "missing" }] }, "body.x: missing"],
    ["text", "plain words", "plain words"],
    ["details", { details: { msg: "deep" } }, "deep"],
  ])("reads raw as %s", (_name, raw, message) => {
    expect(readWireError(error("Provider returned error", { raw })).message).toBe(message);
  });

  it.each([
    ["an error that is text", { error: "model 'x' not found" }, "model 'x' not found"],
    ["a list around it", [{ error: { message: "in a list" } }], "in a list"],
    ["no envelope", { message: "bare", code: 3 }, "bare"],
    ["JSON as text", ' \n{"error":{"message":"padded"}}', "padded"],
    ["an HTML page", "<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway"],
    ["plain text", "upstream connect error\n reset", "upstream connect error reset"],
    ["an error in a choice", { choices: [{ error: { message: "inside" } }] }, "inside"],
    ["nothing", "", "HTTP 502 Bad Gateway without a reason in its body"],
    ["null", null, "HTTP 502 Bad Gateway without a reason in its body"],
  ])("reads a body with %s", (_name, body, message) => {
    expect(readWireError(body, { status: 502 }).message).toBe(message);
  });

  it("keeps code as given and reads a numeric one as the status of an in-band error", () => {
    expect(readWireError(error("x", {}, 502), { status: 200 })).toMatchObject({
      status: 502,
      code: 502,
    });
    expect(readWireError(error("x", {}, "429"))).toMatchObject({ status: 429, code: "429" });
    expect(readWireError(error("x", {}, "server_error"))).toMatchObject({
      status: null,
      code: "server_error",
      error_type: "server",
      retryable: true,
    });
    expect(readWireError(error("x", {}, null))).toMatchObject({ status: null, code: null });
  });

  it.each([
    [400, false],
    [401, false],
    [402, false],
    [403, false],
    [404, false],
    [408, true],
    [413, false],
    [418, false],
    [422, false],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [522, true],
    [524, true],
    [529, true],
    [599, true],
  ])("%i: retry %s, and always a remedy", (status, retryable) => {
    const record = readWireError({}, { status });
    expect(record.retryable).toBe(retryable);
    expect(record.remedy).toMatch(/\.$/);
  });

  it("never retries a daily cap, whatever else it says", () => {
    for (const metadata of [{ limit_source: "openrouter_free_tier_daily" }, {}]) {
      const body = error("Rate limit exceeded: free-models-per-day-high-balance", metadata, 429);
      const record = readWireError(body, { status: 429, headers: { "retry-after": "5" } });
      expect(record).toMatchObject({ retryable: false, details: { daily_cap: true } });
      expect(record.remedy).toContain("00:00 UTC");
    }
    expect(readWireError(error("limit_rpd/x/1 High demand", {}, 429)).retryable).toBe(false);
    expect(readWireError(error("limit_rpm/x High demand", {}, 429)).retryable).toBe(true);
  });

  it("retries a 402 only when requests in flight hold the budget and a wait is given", () => {
    const metadata = { limit_source: "openrouter_in_flight_budget" };
    expect(readWireError(error("x", metadata, 402), { status: 402 }).retryable).toBe(false);
    expect(
      readWireError(error("x", metadata, 402), { status: 402, headers: { "Retry-After": "3" } }),
    ).toMatchObject({ retryable: true, retry_after_s: 3 });
    expect(
      readWireError(error("x"), { status: 402, headers: { "retry-after": "3" } }).retryable,
    ).toBe(false);
  });

  it("trusts availability.retryable over the status", () => {
    const body = (retryable: boolean) => ({
      error: {
        message: "x",
        http_status: 404,
        availability: { code: "no_endpoints", retryable, retry_after: 9 },
      },
    });
    expect(readWireError(body(true))).toMatchObject({
      retryable: true,
      status: 404,
      retry_after_s: 9,
    });
    expect(readWireError(body(false)).retryable).toBe(false);
  });

  it("reads the wait from Retry-After, then availability, then X-RateLimit-Reset", () => {
    const inside = { headers: { "X-RateLimit-Reset": String(now + 30_500) } };
    const both = { error: { message: "x", metadata: inside, availability: { retry_after: 7 } } };
    expect(readWireError(both, { headers: { "retry-after": "2" }, now }).retry_after_s).toBe(2);
    expect(readWireError(both, { headers: { "retry-after-ms": "1500" }, now }).retry_after_s).toBe(
      1.5,
    );
    expect(readWireError(both, { now }).retry_after_s).toBe(7);
    expect(readWireError(error("x", inside), { now }).retry_after_s).toBe(31);
    expect(readWireError(error("x", inside)).retry_after_s).toBe(null);
    const date = new Date(now + 4_000).toUTCString();
    expect(readWireError({}, { headers: { "retry-after": date }, now }).retry_after_s).toBe(4);
    const past = { headers: { "X-RateLimit-Reset": String(now - 1) } };
    expect(readWireError(error("x", past), { now }).retry_after_s).toBe(0);
  });

  it("prefers the server's own remedy, then what the message gives away", () => {
    expect(
      readWireError(error("x", { remedy_hint: "Add your own key." }), { status: 429 }).remedy,
    ).toBe("Add your own key.");
    expect(
      readWireError(error("You requested up to 9 tokens, but can only afford 812."), {
        status: 402,
      }).remedy,
    ).toBe("Set max_tokens to 812 or less, or add credit.");
    expect(
      readWireError(error("None left", { failed_routing_step: "Filter by Tool Compatibility" }), {
        status: 404,
      }).remedy,
    ).toContain("tools");
    expect(readWireError(error("limit_rpd/x/1 High demand", {}, 429)).remedy).toContain(
      "00:00 UTC",
    );
  });

  it("has a remedy and a name for what it knows nothing of", () => {
    expect(readWireError({ error: "lost its thread" }, { status: 200 })).toMatchObject({
      message: "lost its thread",
      remedy: expect.stringMatching(/\.$/),
    });
    expect(readWireError("", { status: 418 }).message).toBe(
      "HTTP 418 without a reason in its body",
    );
  });

  it("knows a prompt that is too long by type, code or words", () => {
    for (const body of [
      error("x", { error_type: "context_length_exceeded" }, 400),
      { error: { message: "x", code: "context_length_exceeded" } },
      { error: { message: "x", type: "exceed_context_size_error" } },
      error("This endpoint's maximum context length is 8192 tokens.", {}, 400),
    ]) {
      expect(readWireError(body, { status: 400 }).error_type).toBe("context_length_exceeded");
    }
  });

  it("keeps what has no field of its own in details", () => {
    const metadata = { flagged_input: "…", reasons: ["violence"], patterns: ["p"] };
    expect(
      readWireError(error("x", metadata), { status: 403, headers: { "x-generation-id": "gen-9" } })
        .details,
    ).toEqual({ ...metadata, generation_id: "gen-9" });
  });

  it("lets no secret through", () => {
    const key = "sk-or-v1-0123456789abcdef";
    const odd = "my-own-token-77";
    const body = error(`No: ${key}, Bearer ${odd}`, {
      raw: { error: `Authorization: Bearer ${key} ${odd}`, [key]: odd },
      remedy_hint: `try ${key}`,
    });
    const text = JSON.stringify(readWireError(body, { status: 401, secrets: [odd] }));
    expect(text).not.toContain("0123456789");
    expect(text).not.toContain(odd);
    expect(text).toContain("[redacted]");
  });

  it("a page in place of a refusal is no API's", () => {
    const page = "<!DOCTYPE html><title>404 Not Found</title>";
    expect(readWireError(page, { status: 404 })).toMatchObject({
      message: "404 Not Found",
      remedy: expect.stringContaining("check the base URL"),
    });
    expect(readWireError(page, { status: 502 }).remedy).not.toContain("base URL");
  });

  it("takes no word for a secret", () => {
    for (const words of [
      "Bearer token is missing",
      "api_key: required",
      "a risk-averse task-runner",
    ]) {
      expect(readWireError(error(words)).message).toBe(words);
    }
  });

  it("reads anything", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, wrapped) => {
        const record = readWireError(wrapped ? { error: value } : value);
        expect(record.message).not.toBe("");
        expect(JSON.parse(JSON.stringify(record))).toEqual(record);
      }),
    );
  });
});
