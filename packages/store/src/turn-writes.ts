import {
  checkParent,
  checkTurnStart,
  storeFailure,
  type MessageRecord,
  type TurnEnd,
  type TurnStart,
} from "@colloquy/core";
import { usageColumns } from "./kysely-ledger.ts";
import { keepFresh } from "./memory-writes.ts";
import { encodeContent } from "./message-codec.ts";
import { insertMessages, systemPromptId } from "./message-writes.ts";
import type { StoreDatabase } from "./store-dialect.ts";

/** Both rows of a turn and the conversation's head; `trx` is a transaction. */
export async function beginTurn(trx: StoreDatabase, start: TurnStart): Promise<void> {
  const { conversation, user, assistant } = start;
  checkTurnStart(start);
  const first = user ?? assistant;
  checkParent(first, await homeOf(trx, first.parent_id));
  const { updated_at } = conversation;
  const head_id = assistant.id;
  await trx
    .insertInto("conversations")
    .values({ ...conversation, head_id })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ updated_at, head_id }))
    .execute();
  await insertMessages(trx, user ? [user, assistant] : [assistant], { open: assistant.id });
  if (start.fresh) await keepFresh(trx, start.fresh);
}

export async function growAnswer(
  trx: StoreDatabase,
  id: string,
  { message, heartbeat_at }: { message: MessageRecord["message"]; heartbeat_at: string },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("messages")
    .set({ message: JSON.stringify(message), heartbeat_at })
    .where("id", "=", id)
    .where("open", "=", 1)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) await refuseWrite(trx, id);
}

export async function finishTurn(trx: StoreDatabase, id: string, end: TurnEnd): Promise<void> {
  const row = await trx
    .selectFrom("messages")
    .select(["conversation_id", "open"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row?.open !== 1) return refuseWrite(trx, id);
  const { conversation_id } = row;
  const text = end.answer.system;
  const system_id = await systemPromptId(trx, { conversation_id, message_id: id, text });
  await trx
    .updateTable("messages")
    .set({ ...encodeContent(end), system_id, open: 0 })
    .where("id", "=", id)
    .execute();
  await trx
    .updateTable("calls")
    .set(usageColumns(end.answer))
    .where("message_id", "=", id)
    .execute();
}

async function homeOf(
  trx: StoreDatabase,
  messageId: string | null,
): Promise<{ conversation_id: string } | undefined> {
  if (messageId === null) return undefined;
  return trx
    .selectFrom("messages")
    .select("conversation_id")
    .where("id", "=", messageId)
    .executeTakeFirst();
}

async function refuseWrite(trx: StoreDatabase, id: string): Promise<never> {
  const row = await trx
    .selectFrom("messages")
    .select("state")
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw storeFailure("not_found", `no message ${id}`);
  throw storeFailure("finished", `message ${id} has ended as ${row.state}`);
}
