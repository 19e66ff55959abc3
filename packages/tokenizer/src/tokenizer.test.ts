import { countPrompt, corrected, learned, MessageCounts, type ChatMessage } from "@colloquy/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  encodingOf,
  ESTIMATE_BOUND,
  estimateTokenizer,
  estimateTokens,
  tokenizerFor,
  vocabularyTokenizer,
} from "./index.ts";

const SAMPLES: Readonly<Record<string, string>> = {
  prose:
    "Yesterday we walked along the harbour until the lamps came on. My sister said that the old ferry " +
    "would be sold in spring, which nobody believed; it had carried three generations of us to school, " +
    "to weddings and once, in a storm, to hospital. We agreed to meet again on Thursday.",
  code:
    "export function total(rows: Row[]): number {\n  let sum = 0;\n  for (const row of rows) {\n" +
    "    if (row.kind === 'refund') continue;\n    sum += row.price * row.count;\n  }\n  return sum;\n}\n",
  list: "1. Flour, 500 g\n2. Butter, 250 g\n3. Two eggs\n4. A pinch of salt\n\nBake at 180 °C for 35 minutes.",
  german:
    "Der Zug nach Norden fuhr heute eine Stunde später, weil an der Grenze kontrolliert wurde. Wir haben " +
    "die Zeit im Speisewagen verbracht und über die Ausstellung gesprochen.",
  chinese: "我们昨天去了博物馆，看到了很多古老的画。回来的路上下雨了，所以我们坐了出租车。",
  russian:
    "Вчера вечером мы смотрели старый фильм, а потом долго говорили о том, что будет дальше.",
};

test("the estimate stays within its bound on prose, code, lists and other scripts", async () => {
  const exact = await vocabularyTokenizer("o200k_base");
  for (const [name, text] of Object.entries(SAMPLES)) {
    const ratio = estimateTokens(text) / exact.countText(text);
    expect(Math.abs(ratio - 1), `${name}: ${ratio.toFixed(2)}`).toBeLessThanOrEqual(ESTIMATE_BOUND);
  }
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
  expect((await tokenizerFor("x/y", { characters: 100, cheapBelow: 4_000 })).id).toBe("estimate/1");
});

test("a reply's prompt_tokens correct an estimate, and narrow its bound", () => {
  const messages: ChatMessage[] = [{ role: "user", content: SAMPLES["prose"] ?? "" }];
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

test("kept counts stay those of the tokenizer that made them, whatever corrects it", () => {
  const tokenizer = corrected(estimateTokenizer, { tokenizer: "estimate/1", ratios: [1.5] });
  const counts = new MessageCounts(tokenizer);
  const record = { id: "a", message: { role: "user", content: SAMPLES["prose"] ?? "" } } as const;
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
