import { ApiError, ConnectionError, TimeoutError, type ColloquyError } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { DEFAULT_RETRIES, retryDelay } from "./retry-policy.ts";

const busy = (fields: object = {}): ApiError =>
  new ApiError({ message: "busy", status: 503, retryable: true, ...fields });
const delay = (error: ColloquyError, attempt = 1, random = 0.5): number | undefined =>
  retryDelay(error, attempt, { policy: DEFAULT_RETRIES, random: () => random });

describe("retryDelay", () => {
  it("waits as long as the server asks, up to a minute; more is told, not waited", () => {
    expect(delay(busy({ retry_after_s: 3 }))).toBe(3_000);
    expect(delay(busy({ retry_after_s: 0 }))).toBe(0);
    expect(delay(busy({ retry_after_s: 60 }))).toBe(60_000);
    expect(delay(busy({ retry_after_s: 61 }))).toBeUndefined();
  });

  it("doubles its own pause, between half and whole by chance", () => {
    expect(delay(busy(), 1, 0)).toBe(250);
    expect(delay(busy(), 1, 1)).toBe(500);
    expect(delay(busy(), 2, 1)).toBe(1_000);
  });

  it("gives up after the retries there are", () => {
    expect(delay(busy(), DEFAULT_RETRIES.retries)).toBeDefined();
    expect(delay(busy(), DEFAULT_RETRIES.retries + 1)).toBeUndefined();
  });

  it("tries again what another attempt may mend, and nothing else", () => {
    expect(delay(new ConnectionError({ message: "refused" }))).toBeDefined();
    expect(delay(new ConnectionError({ message: "bad name", retryable: false }))).toBeUndefined();
    expect(delay(busy({ retryable: false }))).toBeUndefined();
    const late = (phase: string): TimeoutError =>
      new TimeoutError({ message: "late", details: { phase } });
    expect(delay(late("connect"))).toBeDefined();
    expect(delay(late("first_token"))).toBeUndefined();
    expect(delay(late("total"))).toBeUndefined();
  });
});
