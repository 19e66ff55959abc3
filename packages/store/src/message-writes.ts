import type { AnswerRecord, MessageRecord } from "@colloquy/core";
import { keepCalls } from "./kysely-ledger.ts";
import { encodeContent } from "./message-codec.ts";
import type { NewMessageRow } from "./schema.ts";
import type { StoreDatabase } from "./store-dialect.ts";

/** Rows in one statement: engines limit the number of parameters. */
const CHUNK = 100;

/** Keeps new messages with their system prompts and calls. Only the one named `open` may change later. */
export async function insertMessages(
  trx: StoreDatabase,
  records: readonly MessageRecord[],
  { open }: { open: string | null },
): Promise<void> {
  const rows: NewMessageRow[] = [];
  for (const record of records) {
    const { id, conversation_id, parent_id, created_at, message, answer } = record;
    const system_id = await systemPromptId(trx, {
      conversation_id,
      message_id: id,
      text: answer?.system ?? null,
    });
    rows.push({
      id,
      conversation_id,
      parent_id,
      created_at,
      role: message.role,
      open: id === open ? 1 : 0,
      system_id,
      ...encodeContent(record),
    });
  }
  for (let from = 0; from < rows.length; from += CHUNK)
    await trx
      .insertInto("messages")
      .values(rows.slice(from, from + CHUNK))
      .execute();
  await keepCalls(
    trx,
    records.flatMap(({ id, conversation_id, created_at, answer }) =>
      answer ? [{ ...callOf(answer), message_id: id, conversation_id, created_at }] : [],
    ),
  );
}

function callOf({ model, usage, cost_usd }: AnswerRecord) {
  return { model, usage, cost_usd };
}

/** The row of this system prompt in its conversation, made when it is new there; null for no prompt. */
export async function systemPromptId(
  trx: StoreDatabase,
  prompt: { conversation_id: string; message_id: string; text: string | null },
): Promise<number | null> {
  const { conversation_id, message_id, text } = prompt;
  if (text === null) return null;
  const known = await trx
    .selectFrom("system_prompts")
    .select("id")
    .where("conversation_id", "=", conversation_id)
    .where("text", "=", text)
    .executeTakeFirst();
  if (known) return known.id;
  const made = await trx
    .insertInto("system_prompts")
    .values({ conversation_id, message_id, text })
    .returning("id")
    .executeTakeFirstOrThrow();
  return made.id;
}
