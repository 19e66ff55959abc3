import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "./retry-after.ts";

const now = Date.UTC(2026, 4, 1, 12, 0, 0);
const after = (headers: Record<string, string>, error = {}): number | null =>
  retryAfterSeconds({ headers, error, now });

describe("retryAfterSeconds", () => {
  it("reads Retry-After as seconds, as a date, and in milliseconds", () => {
    expect(after({ "Retry-After": "7" })).toBe(7);
    expect(after({ "retry-after": "Fri, 01 May 2026 12:00:30 GMT" })).toBe(30);
    expect(after({ "retry-after-ms": "1500", "retry-after": "9" })).toBe(1.5);
  });

  it("reads X-RateLimit-Reset in epoch milliseconds, epoch seconds, or seconds to wait", () => {
    expect(after({ "x-ratelimit-reset": String(now + 12_000) })).toBe(12);
    expect(after({ "x-ratelimit-reset": String(now / 1000 + 12) })).toBe(12);
    expect(after({ "x-ratelimit-reset": "12" })).toBe(12);
    expect(after({ "x-ratelimit-reset": String(now - 5_000) })).toBe(0);
  });

  it("prefers the header, then availability, then the moment of the reset", () => {
    const error = {
      availability: { retry_after: 5 },
      metadata: { headers: { "X-RateLimit-Reset": String(now + 60_000) } },
    };
    expect(after({ "retry-after": "3" }, error)).toBe(3);
    expect(after({}, error)).toBe(5);
    expect(after({}, { metadata: error.metadata })).toBe(60);
  });

  it("says nothing where nothing is said, or nothing readable", () => {
    expect(after({})).toBeNull();
    expect(after({ "retry-after": "soon", "x-ratelimit-reset": "" })).toBeNull();
    expect(after({ "retry-after": "-3" }, { availability: { retry_after: null } })).toBeNull();
  });
});
