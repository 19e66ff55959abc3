import { expect, test } from "vitest";
import type { ChatMessage } from "../../chat/message.ts";
import type { MessageRecord } from "../../conversation/message-record.ts";
import { historyOf } from "../history.ts";
import { MessageCounts } from "../message-counts.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { quotingCost } from "./quoting-cost.ts";
import { blockText } from "./recalled-block.ts";

/** Words and signs; a template that spends `frame` tokens on a message and one more on a name. */
function wordTokenizer(frame: number): Tokenizer {
  const countText = (text: string): number => text.match(/\w+|[^\w\s]/g)?.length ?? 0;
  return {
    id: "words/1",
    exact: true,
    bound: 0,
    countText,
    countMessage: ({ name, content }: ChatMessage) =>
      frame +
      (name ? 1 + countText(name) : 0) +
      countText(typeof content === "string" ? content : ""),
    countTemplate: () => ({ lead: 0, trail: 0 }),
    countTools: () => 0,
  };
}

const records = Array.from({ length: 60 }, (_, i): MessageRecord => {
  const named = i % 3 === 0 ? { name: "Ada Lovelace" } : {};
  return {
    id: `m${i}`,
    conversation_id: "c",
    parent_id: null,
    created_at: new Date(Date.UTC(2026, 4, 1 + Math.floor(i / 12))).toISOString(),
    message: { role: i % 2 ? "assistant" : "user", content: `remark ${i} on lamps.`, ...named },
    state: "complete",
    answer: null,
  };
});

test.each([0, 4, 25])("is what the block really takes when a frame takes %i tokens", (frame) => {
  const tokenizer = wordTokenizer(frame);
  const history = historyOf(records, new MessageCounts(tokenizer), new Set());
  const cost = quotingCost(history, tokenizer);
  const days = new Set(records.map(({ created_at }) => created_at.slice(0, 10))).size;
  const reckoned = records.reduce((sum, _, i) => sum + cost.of(i), cost.block + days * cost.day);
  const text = blockText(records.map((record, i) => ({ record, turn: i + 1 })));
  expect(reckoned).toBe(tokenizer.countText(text));
});
