import { expect, test } from "vitest";
import type { MessageRecord } from "../conversation/message-record.ts";
import { suggestPins } from "./suggest-pins.ts";

function said(content: string, role: "user" | "assistant" = "user"): MessageRecord {
  return {
    id: content,
    conversation_id: "c",
    parent_id: null,
    created_at: "2026-05-01T00:00:00.000Z",
    message: { role, content },
    state: "complete",
    answer: null,
  };
}

test.each([
  "From now on, answer in French.",
  "Thanks. Always use metric units when you give lengths.",
  "Please never call the staging server from a test.",
  "You can call me Ada.",
  "Keep in mind that the deadline moved to Friday.",
  "I am allergic to nuts.",
])("suggests the standing instruction in “%s”", (text) => {
  expect(suggestPins([said(text)])).toMatchObject([{ id: text, kind: "instruction" }]);
});

test.each([
  "No, I said the red one.",
  "Actually, the meeting is on Tuesday.",
  "I meant the second draft.",
  "That's wrong, the port is 8081.",
  "It should be 14 chairs, not 40.",
])("suggests the correction in “%s”", (text) => {
  expect(suggestPins([said(text)])).toMatchObject([{ id: text, kind: "correction" }]);
});

test.each([
  "Why do cats always land on their feet?",
  "I never liked the sea.",
  "What does it mean that he was wrong?",
  "Here is my code:\n```\n// from now on, retry\n```",
  "No idea what to do with the garden.",
])("leaves “%s” alone", (text) => {
  expect(suggestPins([said(text)])).toEqual([]);
});

test("an answer is never suggested", () => {
  expect(suggestPins([said("From now on, I will answer in French.", "assistant")])).toEqual([]);
});
