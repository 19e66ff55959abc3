import type { AnswerRecord, ChatMessage, Choice, MessageRecord, StoredState } from "@colloquy/core";
import type { MessageRow, NewMessageRow } from "./schema.ts";
import { packTokenIds, unpackTokenIds } from "./token-ids.ts";

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
export function encodeContent({
  message,
  state,
  answer,
}: Pick<MessageRecord, "message" | "state" | "answer">): Content {
  const text = JSON.stringify(message);
  if (!answer)
    return {
      state,
      heartbeat_at: null,
      shares_message: 0,
      message: text,
      answer: null,
      token_ids: null,
    };
  const choice = answer.completion?.choices[0];
  const token_ids = packTokenIds(choice?.token_ids) ?? null;
  const shared = choice !== undefined && JSON.stringify(choice.message) === text;
  const lean = {
    ...answer,
    ...(answer.system !== null && { system: null }),
    heartbeat_at: null,
    ...(choice && {
      completion: withFirstChoice(answer, {
        ...choice,
        ...(shared && { message: null }),
        ...(token_ids && { token_ids: null }),
      }),
    }),
  };
  return {
    state,
    heartbeat_at: answer.heartbeat_at,
    shares_message: shared ? 1 : 0,
    message: text,
    answer: JSON.stringify(lean),
    token_ids,
  };
}

/** A row as a record. The answer is read when it is first looked at: a long path is mostly messages. */
export function decodeMessage(
  row: MessageRow,
  systemPrompts: ReadonlyMap<number, string>,
): MessageRecord {
  const message = JSON.parse(row.message) as ChatMessage;
  let answer: AnswerRecord | null | undefined;
  return {
    id: row.id,
    conversation_id: row.conversation_id,
    parent_id: row.parent_id,
    created_at: row.created_at,
    message,
    state: row.state as StoredState,
    get answer() {
      answer ??= decodeAnswer(row, message, systemPrompts);
      return answer;
    },
  };
}

function decodeAnswer(
  row: MessageRow,
  message: ChatMessage,
  systemPrompts: ReadonlyMap<number, string>,
): AnswerRecord | null {
  if (row.answer === null) return null;
  const lean = JSON.parse(row.answer) as AnswerRecord;
  const choice = lean.completion?.choices[0];
  return {
    ...lean,
    ...(row.system_id !== null && { system: systemPrompts.get(row.system_id) ?? null }),
    heartbeat_at: row.heartbeat_at ?? lean.heartbeat_at,
    ...(choice && {
      completion: withFirstChoice(lean, {
        ...choice,
        ...(row.shares_message === 1 && { message }),
        ...(row.token_ids && { token_ids: unpackTokenIds(row.token_ids) }),
      }),
    }),
  };
}

function withFirstChoice(answer: AnswerRecord, first: object): AnswerRecord["completion"] {
  const { completion } = answer;
  if (!completion) return null;
  return { ...completion, choices: [first as Choice, ...completion.choices.slice(1)] };
}
