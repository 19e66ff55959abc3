import type { AnswerRecord, ChatMessage, Choice, MessageRecord, StoredState } from "@colloquy/core";
import { packing } from "./message-codec.ts";
import type { MessageRow } from "./schema.ts";
import { unpackTokenIds } from "./token-ids.ts";

/** What is read of a row to make its record. */
export const recordColumns = [
  "id",
  "conversation_id",
  "parent_id",
  "created_at",
  "message",
  "state",
  "answer",
  "heartbeat_at",
  "system_id",
  "packing",
  "token_ids",
] as const;

export type RecordRow = Pick<MessageRow, (typeof recordColumns)[number]>;

/**
 * A row as a record. Its answer is parsed when it is first looked at: a path of 10,000 messages is read for
 * its messages, and the plans and completions of their answers are ten times as much text.
 */
export function storedMessage(
  row: RecordRow,
  systemPrompts: ReadonlyMap<number, string>,
): MessageRecord {
  const { id, conversation_id, parent_id, created_at } = row;
  const message = messageOf(row);
  const state = row.state as StoredState;
  const record = { id, conversation_id, parent_id, created_at, message, state, answer: null };
  if (row.answer === null) return record;
  Object.defineProperty(record, source, { value: new StoredAnswer(row, systemPrompts) });
  return Object.defineProperty(record, "answer", lazyAnswer);
}

function messageOf({ message, token_ids, packing: bits }: RecordRow): ChatMessage {
  const said = JSON.parse(message) as ChatMessage;
  return token_ids && bits & packing.messageIds
    ? { ...said, token_ids: unpackTokenIds(token_ids) }
    : said;
}

const source = Symbol("stored answer");

/** One getter for all records: one made for each would give each record a shape of its own. */
const lazyAnswer: PropertyDescriptor & ThisType<{ [source]: StoredAnswer }> = {
  enumerable: true,
  get() {
    return this[source].read();
  },
};

class StoredAnswer {
  readonly #row: RecordRow;
  readonly #systemPrompts: ReadonlyMap<number, string>;
  #answer: AnswerRecord | undefined;

  constructor(row: RecordRow, systemPrompts: ReadonlyMap<number, string>) {
    this.#row = row;
    this.#systemPrompts = systemPrompts;
  }

  read(): AnswerRecord {
    this.#answer ??= this.#parsed();
    return this.#answer;
  }

  #parsed(): AnswerRecord {
    const { answer, heartbeat_at, system_id } = this.#row;
    const lean = JSON.parse(answer ?? "null") as AnswerRecord;
    const { completion } = lean;
    const [choice, ...choices] = completion?.choices ?? [];
    return {
      ...lean,
      system: system_id === null ? null : (this.#systemPrompts.get(system_id) ?? null),
      completion:
        completion && choice
          ? { ...completion, choices: [this.#whole(choice), ...choices] }
          : completion,
      heartbeat_at: heartbeat_at ?? lean.heartbeat_at,
    };
  }

  #whole(choice: Choice): Choice {
    const { packing: bits, token_ids, message } = this.#row;
    return {
      ...choice,
      ...(bits & packing.choiceMessage && { message: withoutTokenIds(message) }),
      ...(token_ids && bits & packing.choiceIds && { token_ids: unpackTokenIds(token_ids) }),
    };
  }
}

function withoutTokenIds(json: string): ChatMessage {
  const { token_ids: _, ...message } = JSON.parse(json) as ChatMessage;
  return message;
}
