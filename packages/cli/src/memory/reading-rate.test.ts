import { expect, it } from "vitest";
import { readingRate, readingRateSeen } from "./reading-rate.ts";

const timing = { started_at: "2026-05-01T00:00:00.000Z", first_token_ms: 2_000, total_ms: 3_000 };

it("is what an answer waited for, cached tokens apart; short reads say nothing", () => {
  const usage = { prompt_tokens: 1_000, prompt_tokens_details: { cached_tokens: 400 } };
  expect(readingRateSeen({ usage, timing })).toBe(300);
  expect(readingRateSeen({ usage: { prompt_tokens: 120 }, timing })).toBeNull();
  expect(readingRateSeen({ usage, timing: { ...timing, first_token_ms: null } })).toBeNull();
});

it("is of this machine once it was seen, and of models inside alone", () => {
  const lessons = { corrections: [], windows: [], reading_rate: 300 };
  expect(readingRate({ inside: true }, lessons)).toEqual({
    tokens_per_second: 300,
    measured: true,
  });
  expect(readingRate({ inside: true }, undefined)).toMatchObject({ measured: false });
  expect(readingRate({ inside: false }, lessons)).toBeNull();
});
