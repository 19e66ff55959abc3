import { expect, test } from "vitest";
import { servedWindow, silentTruncation, windowInError } from "./served-window.ts";

test.each<[string, number]>([
  ["This model's maximum context length is 8192 tokens. However, you requested 9000 tokens", 8_192],
  ["the request exceeds the available context size (4096 tokens), try increasing it", 4_096],
  ["prompt is too long: 210000 tokens > 200000 maximum", 200_000],
  ["This endpoint's maximum context length is 131,072 tokens.", 131_072],
])("reads the window out of “%s”", (message, window) => {
  expect(windowInError({ message, raw: null, error_type: "context_length_exceeded" })).toBe(window);
});

test("an error that names no window teaches none", () => {
  const error_type = "context_length_exceeded";
  const overflow = "context_length_exceeded: your prompt has 9000 tokens";
  expect(windowInError({ message: overflow, raw: null, error_type })).toBeNull();
  const rate = "rate limit reached: 30000 tokens limit per minute";
  expect(windowInError({ message: rate, raw: null, error_type: "rate_limit_exceeded" })).toBeNull();
});

test("a prompt reported far shorter than counted was cut in silence", () => {
  expect(silentTruncation({ counted: 6_000, bound: 0.1, reported: 2_048 })).toEqual({
    counted: 6_000,
    reported: 2_048,
    least: 5_400,
  });
  expect(silentTruncation({ counted: 6_000, bound: 0.1, reported: 5_500 })).toBeNull();
  expect(silentTruncation({ counted: 6_000, bound: 0, reported: 5_980 })).toBeNull();
  expect(silentTruncation({ counted: 6_000, bound: 1.4, reported: 1_000 })).toBeNull();
  expect(silentTruncation({ counted: 900, bound: 0, reported: 500 })).toBeNull();
});

test("the served window is the smallest that is known", () => {
  expect(servedWindow(32_768, [4_096, 8_192])).toBe(4_096);
  expect(servedWindow(null, [])).toBeNull();
});
