import {
  countPrompt,
  corrected,
  correctedBy,
  learned,
  learnedAll,
  MessageCounts,
  type ChatMessage,
} from "@colloquy/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodingOf, estimateTokenizer, tokenizerFor, vocabularyTokenizer } from "./index.ts";
import { measuredTexts } from "./testing/measured-counts.ts";

const prose = measuredTexts[0]?.text ?? "";

test.each(measuredTexts)(
  "what models really count of $name lies within what estimates say of it",
  async ({ text, tokens }) => {
    const message: ChatMessage = { role: "user", content: text };
    const foreign = await vocabularyTokenizer("o200k_base", { exact: false });
    for (const tokenizer of [estimateTokenizer, foreign]) {
      const count = tokenizer.countText(text);
      const doubt = count * tokenizer.bound + (tokenizer.uncertainty?.(message) ?? 0);
      for (const [model, real] of Object.entries(tokens)) {
        const words = `${tokenizer.id}: ${count} ± ${Math.round(doubt)}, ${model}: ${real}`;
        expect(Math.abs(real - count), words).toBeLessThanOrEqual(doubt);
      }
    }
  },
);

test("prose and code alone leave no doubt beyond the bound", () => {
  for (const { name, text } of measuredTexts) {
    if (name !== "english" && name !== "code") continue;
    expect(estimateTokenizer.uncertainty?.({ role: "user", content: text })).toBeLessThan(2);
  }
});

test("an exact vocabulary still does not know what pictures, calls and reasoning take", async () => {
  const exact = await vocabularyTokenizer("o200k_base");
  const of = (message: ChatMessage): number => exact.uncertainty?.(message) ?? 0;
  expect(of({ role: "user", content: "数えられる 12" })).toBe(0);
  const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } };
  expect(of({ role: "user", content: [picture] })).toBeGreaterThanOrEqual(500);
  const function_call = { name: "look", arguments: '{"at":"the harbour"}' };
  expect(
    of({
      role: "assistant",
      content: null,
      tool_calls: [{ id: "t", type: "function", function: function_call }],
    }),
  ).toBeGreaterThan(0);
  expect(of({ role: "assistant", content: "Yes.", reasoning: "So I think." })).toBeGreaterThan(0);
});

test("counts what OpenAI's encodings count, special tokens in a text being text", async () => {
  const tokenizer = await vocabularyTokenizer("o200k_base");
  expect(tokenizer.countText("hello world")).toBe(2);
  expect(tokenizer.countText("<|endoftext|>")).toBeGreaterThan(1);
  expect(tokenizer.countMessage({ role: "user", content: "hello world" })).toBe(3 + 1 + 2);
});

test("knows which models have their encoding here, and says of others that it estimates", async () => {
  expect(encodingOf("openai/gpt-4o-mini")).toBe("o200k_base");
  expect(encodingOf("openai:gpt-5.1")).toBe("o200k_base");
  expect(encodingOf("gpt-3.5-turbo")).toBe("cl100k_base");
  expect(encodingOf("mistralai/mistral-small")).toBeNull();
  expect((await tokenizerFor("openai/o3")).exact).toBe(true);
  const foreign = await tokenizerFor("anthropic/claude-sonnet-5");
  expect(foreign.exact).toBe(false);
  expect(foreign.bound).toBeGreaterThan(0);
  expect((await tokenizerFor("x/y", { characters: 100, cheapBelow: 4_000 })).id).toBe("estimate/2");
});

test("a reply's prompt_tokens correct an estimate, and narrow its bound", () => {
  const messages: ChatMessage[] = [{ role: "user", content: prose }];
  const counted = countPrompt(estimateTokenizer, messages);
  let correction = null;
  for (let i = 0; i < 6; i++) {
    correction = learned(correction, {
      tokenizer: estimateTokenizer.id,
      counted,
      reported: Math.round(counted * 1.2),
    });
  }
  const better = corrected(estimateTokenizer, correction);
  expect(countPrompt(better, messages) / (counted * 1.2)).toBeCloseTo(1, 1);
  expect(better.bound).toBeLessThan(estimateTokenizer.bound / 2);
});

test("corrections converge on what replies report, each lesson being of the uncorrected count", () => {
  const messages: ChatMessage[] = [{ role: "user", content: prose }];
  const raw = countPrompt(estimateTokenizer, messages);
  let corrections: ReturnType<typeof learnedAll> = [];
  for (let turn = 0; turn < 8; turn++) {
    const now = correctedBy(estimateTokenizer, corrections);
    corrections = learnedAll(corrections, {
      tokenizer: now.id,
      counted: countPrompt(now, messages) / (now.factor ?? 1),
      reported: Math.round(raw * 1.4),
    });
  }
  const better = countPrompt(correctedBy(estimateTokenizer, corrections), messages);
  expect(better / (raw * 1.4)).toBeCloseTo(1, 1);
  const other = learnedAll(corrections, {
    tokenizer: "o200k_base/estimate",
    counted: 100,
    reported: 90,
  });
  expect(correctedBy(estimateTokenizer, other).factor).toBeCloseTo(1.4, 1);
});

test("an exact count that replies do not confirm no longer says that it is exact", async () => {
  const exact = await vocabularyTokenizer("o200k_base");
  const of = (reported: number) =>
    correctedBy(exact, learnedAll([], { tokenizer: exact.id, counted: 100, reported }));
  expect(of(100).exact).toBe(true);
  expect(of(103)).toMatchObject({ exact: false, factor: 1.03 });
});

test("kept counts stay those of the tokenizer that made them, whatever corrects it", () => {
  const tokenizer = corrected(estimateTokenizer, { tokenizer: "estimate/2", ratios: [1.5] });
  const counts = new MessageCounts(tokenizer);
  const record = { id: "a", message: { role: "user", content: prose } } as const;
  const size = counts.of(record);
  const raw = estimateTokenizer.countMessage(record.message);
  expect(counts.takeFresh().get("a")).toBe(raw);
  expect(size).toBe(Math.ceil(raw * 1.5));
  expect(counts.of(record)).toBe(tokenizer.countMessage(record.message));
});

test("the parts of a request sum to the whole for any messages", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 200 }), { maxLength: 20 }), (texts) => {
      const messages = texts.map((content): ChatMessage => ({ role: "user", content }));
      const { lead, trail } = estimateTokenizer.countTemplate(messages);
      const parts = messages.reduce(
        (sum, message) => sum + estimateTokenizer.countMessage(message),
        0,
      );
      expect(countPrompt(estimateTokenizer, messages)).toBe(lead + parts + trail);
    }),
  );
});
