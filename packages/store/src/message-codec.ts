import type { MessageRecord } from "@colloquy/core";
import type { NewMessageRow } from "./schema.ts";
import { packTokenIds } from "./token-ids.ts";

/** The columns that hold what a message and its answer say. */
type Content = Pick<
  NewMessageRow,
  "state" | "heartbeat_at" | "shares_message" | "message" | "answer" | "token_ids"
>;

/**
 * A message's columns. What is said twice is kept once: the system prompt in its own table, a completion's
 * message that is the message itself, token ids as bytes. A null stands in their place, so the order of keys
 * stays as it was.
 */
export function encodeContent(
  record: Pick<MessageRecord, "message" | "state" | "answer">,
): Content {
  const { state, answer } = record;
  const message = JSON.stringify(record.message);
  if (!answer)
    return {
      state,
      heartbeat_at: null,
      shares_message: 0,
      message,
      answer: null,
      token_ids: null,
    };
  const { completion } = answer;
  const [choice, ...choices] = completion?.choices ?? [];
  const token_ids = packTokenIds(choice?.token_ids) ?? null;
  const shared = choice !== undefined && JSON.stringify(choice.message) === message;
  const lean = {
    ...choice,
    ...(shared && { message: null }),
    ...(token_ids && { token_ids: null }),
  };
  return {
    state,
    heartbeat_at: answer.heartbeat_at,
    shares_message: shared ? 1 : 0,
    message,
    answer: JSON.stringify({
      ...answer,
      system: null,
      completion: choice ? { ...completion, choices: [lean, ...choices] } : completion,
      heartbeat_at: null,
    }),
    token_ids,
  };
}
