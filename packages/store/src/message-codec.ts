import type { ChatMessage, Choice, MessageRecord } from "@colloquy/core";
import type { NewMessageRow } from "./schema.ts";
import { packTokenIds } from "./token-ids.ts";

/** The columns that hold what a message and its answer say. */
type Content = Pick<
  NewMessageRow,
  "state" | "heartbeat_at" | "packing" | "message" | "answer" | "token_ids"
>;

/** What a row leaves out of its JSON, as bits of `packing`; a null stands there, so keys keep their order. */
export const packing = {
  /** `message.token_ids` is the column `token_ids`. */
  messageIds: 1,
  /** So is `token_ids` of the completion's first choice. */
  choiceIds: 2,
  /** The message of the completion's first choice is the message, without its token ids. */
  choiceMessage: 4,
} as const;

/**
 * A message's columns. What is said twice is kept once: token ids as bytes, a completion's message that is
 * the message itself; the system prompt has its own table, the heartbeat its own column.
 */
export function encodeContent(
  record: Pick<MessageRecord, "message" | "state" | "answer">,
): Content {
  const { message, state, answer } = record;
  const [choice, ...choices] = answer?.completion?.choices ?? [];
  const saving = savings(message, choice);
  const { bits } = saving;
  const lean = {
    ...choice,
    ...(bits & packing.choiceMessage && { message: null }),
    ...(bits & packing.choiceIds && { token_ids: null }),
  };
  return {
    state,
    heartbeat_at: answer?.heartbeat_at ?? null,
    packing: bits,
    message: JSON.stringify(bits & packing.messageIds ? { ...message, token_ids: null } : message),
    answer:
      answer &&
      JSON.stringify({
        ...answer,
        system: null,
        completion: choice
          ? { ...answer.completion, choices: [lean, ...choices] }
          : answer.completion,
        heartbeat_at: null,
      }),
    token_ids: saving.token_ids,
  };
}

function savings(
  message: ChatMessage,
  choice: Choice | undefined,
): { bits: number; token_ids: Uint8Array | null } {
  const { token_ids: messageIds, ...said } = message;
  const ids = messageIds ?? choice?.token_ids;
  const token_ids = packTokenIds(ids) ?? null;
  const sharesIds = JSON.stringify(choice?.token_ids) === JSON.stringify(ids);
  const sharesMessage = choice !== undefined && sameText(choice.message, said);
  return {
    token_ids,
    bits:
      (token_ids && messageIds ? packing.messageIds : 0) |
      (token_ids && sharesIds ? packing.choiceIds : 0) |
      (sharesMessage ? packing.choiceMessage : 0),
  };
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
