import type { ChatMessage } from "../../chat/message.ts";
import type { MessageRecord } from "../../conversation/message-record.ts";
import { budgetOf } from "../budget.ts";
import type { SendResult } from "../context-plan.ts";
import { MessageCounts } from "../message-counts.ts";
import { plan } from "../plan.ts";
import type { PlanInput } from "../plan-input.ts";
import type { Prices } from "../prices.ts";
import { wordTokenizer } from "./word-tokenizer.ts";

export const PRICES: Prices = {
  prompt: 1e-6,
  completion: 4e-6,
  cached: 1e-7,
  written: 1e-6,
  request: 0,
  fetched_at: "2026-05-01T00:00:00.000Z",
};

let made = 0;

/** A stored message, a minute after the one made before it. */
export function record(message: ChatMessage, id = `m${made++}`): MessageRecord {
  const created_at = new Date(Date.UTC(2026, 4, 1) + (made % 40_000) * 60_000).toISOString();
  return {
    id,
    conversation_id: "c",
    parent_id: null,
    created_at,
    message,
    state: "complete",
    answer: null,
  };
}

/** Turns of a remark and a reply of some 25 tokens. */
export function chat(
  turns: number,
  text: (turn: number) => string = (turn) => `remark number ${turn} about lamps`,
): MessageRecord[] {
  return Array.from({ length: turns }, (_, turn) => [
    record({ role: "user", content: text(turn) }),
    record({ role: "assistant", content: `reply ${turn}: ${"words of an answer ".repeat(6)}` }),
  ]).flat();
}

export function input(path: readonly MessageRecord[], over: Partial<PlanInput> = {}): PlanInput {
  return {
    path,
    message: record({ role: "user", content: "and what now?" }),
    system: "You are brief.",
    request: { model: "m" },
    policy: "recall",
    budget: budgetOf({ asked: 400 }),
    previous: null,
    prices: PRICES,
    counts: new MessageCounts(wordTokenizer),
    ...over,
  };
}

/** The plan, which must be one that can be sent. */
export function send(given: PlanInput): SendResult {
  const result = plan(given);
  if (result.type !== "send") throw new Error("expected a plan that can be sent");
  return result;
}
