import { expect, test } from "vitest";
import type { MessageRecord } from "../../conversation/message-record.ts";
import { meantTerms } from "./mistyped.ts";
import { RecallIndex } from "./recall-index.ts";

const record: MessageRecord = {
  id: "1",
  conversation_id: "c",
  parent_id: null,
  created_at: "2026-05-01T10:00:00.000Z",
  message: { role: "user", content: "The suitcase is in the harbour hotel." },
  state: "complete",
  answer: null,
};

test.each([
  ["sutcase", ["suitcas"]],
  ["suitcaes", ["suitcas"]],
  ["harbor", ["harbour"]],
  ["hotle", ["hotel"]],
  ["hostel", ["hotel"]],
  ["totel", []],
  ["case", []],
  ["holiday", []],
])("“%s” may mean %j", (typed, meant) => {
  const index = new RecallIndex();
  index.follow([record]);
  const stem = typed.replace(/e$/, "");
  const found = new Set([typed, stem].flatMap((form) => [...meantTerms(index, form)]));
  expect([...found].map((id) => index.termName(id))).toEqual(meant);
});
