import {
  sameJson,
  storeFailure,
  type FreshMemory,
  type MarkRecord,
  type MessageTerms,
  type ModelLessons,
  type StoredSummary,
} from "@colloquy/core";
import { knownConversation } from "./conversation-queries.ts";
import { keepCalls } from "./kysely-ledger.ts";
import type { StoreDatabase } from "./store-dialect.ts";

/** Rows in one statement: engines limit the number of parameters. */
const CHUNK = 300;

interface NewMark extends MarkRecord {
  conversation_id: string;
}

/** Gives the message this mark; one that has it keeps the time it was given. */
export async function setMark(trx: StoreDatabase, mark: NewMark): Promise<void> {
  await trx
    .deleteFrom("marks")
    .where("message_id", "=", mark.message_id)
    .where("mark", "!=", mark.mark)
    .execute();
  if (await addMark(trx, mark)) return;
  throw noSuchMessage(mark);
}

export async function removeMark(
  trx: StoreDatabase,
  message: Pick<NewMark, "conversation_id" | "message_id">,
): Promise<void> {
  if (!(await isIn(trx, message.conversation_id, [message.message_id])))
    throw noSuchMessage(message);
  await trx.deleteFrom("marks").where("message_id", "=", message.message_id).execute();
}

/** Marks a message that has no mark yet. False when there is no such message in the conversation. */
export async function addMark(trx: StoreDatabase, mark: NewMark): Promise<boolean> {
  const { message_id, conversation_id, created_at } = mark;
  if (!(await isIn(trx, conversation_id, [message_id]))) return false;
  await trx
    .insertInto("marks")
    .values({ message_id, conversation_id, mark: mark.mark, created_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

/** Keeps a summary; the same again changes nothing, another content under its id is refused. */
export async function keepSummary(trx: StoreDatabase, summary: StoredSummary): Promise<void> {
  const { id, conversation_id, covers_from_id, covers_to_id } = summary;
  if (await addSummary(trx, summary)) return;
  await knownConversation(trx, conversation_id);
  if (await isIn(trx, conversation_id, [covers_from_id, covers_to_id]))
    throw storeFailure("exists", `summary ${id} exists with other content`);
  throw storeFailure("invalid", `summary ${id} covers a message that is not there`);
}

/** False when the id is taken by other content, or when a message that the summary covers is not there. */
export async function addSummary(trx: StoreDatabase, summary: StoredSummary): Promise<boolean> {
  const { id, conversation_id, retired_at, covers_from_id, covers_to_id } = summary;
  const record = { ...summary, retired_at: null };
  const known = await trx
    .selectFrom("summaries")
    .select("record")
    .where("id", "=", id)
    .executeTakeFirst();
  if (known) return sameJson(JSON.parse(known.record), record);
  if (!(await isIn(trx, conversation_id, [covers_from_id, covers_to_id]))) return false;
  await trx
    .insertInto("summaries")
    .values({ id, conversation_id, retired_at, record: JSON.stringify(record) })
    .execute();
  const { model, created_at, usage, cost_usd } = summary;
  if (model !== null)
    await keepCalls(trx, [{ message_id: id, conversation_id, model, created_at, usage, cost_usd }]);
  return true;
}

async function isIn(
  trx: StoreDatabase,
  conversationId: string,
  messageIds: readonly string[],
): Promise<boolean> {
  const ids = [...new Set(messageIds)];
  const rows = await trx
    .selectFrom("messages")
    .select("id")
    .where("id", "in", ids)
    .where("conversation_id", "=", conversationId)
    .execute();
  return rows.length === ids.length;
}

function noSuchMessage({
  message_id,
  conversation_id,
}: Pick<NewMark, "conversation_id" | "message_id">) {
  return storeFailure("not_found", `no message ${message_id} in conversation ${conversation_id}`);
}

export async function retireSummaries(
  trx: StoreDatabase,
  ids: readonly string[],
  retired_at: string | null,
): Promise<void> {
  if (ids.length === 0) return;
  const known = await trx.selectFrom("summaries").select("id").where("id", "in", ids).execute();
  const missing = ids.find((id) => !known.some((row) => row.id === id));
  if (missing !== undefined) throw storeFailure("not_found", `no summary ${missing}`);
  await trx.updateTable("summaries").set({ retired_at }).where("id", "in", ids).execute();
}

/** Keeps what planning made anew. Of answers that have not ended nothing is kept: they may still change. */
export async function keepFresh(trx: StoreDatabase, { terms, counts }: FreshMemory): Promise<void> {
  if (counts) await keepTokenCounts(trx, counts.tokenizer, counts.counts);
  if (terms) await keepMessageTerms(trx, terms);
}

export async function keepTokenCounts(
  trx: StoreDatabase,
  tokenizer: string,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  for await (const rows of endedMessages(trx, counts))
    await trx
      .insertInto("token_counts")
      .values(rows.map(({ seq, value }) => ({ message_seq: seq, tokenizer, tokens: value })))
      .onConflict((conflict) =>
        conflict
          .columns(["message_seq", "tokenizer"])
          .doUpdateSet((set) => ({ tokens: set.ref("excluded.tokens") })),
      )
      .execute();
}

export async function keepMessageTerms(
  trx: StoreDatabase,
  terms: ReadonlyMap<string, MessageTerms>,
): Promise<void> {
  for await (const rows of endedMessages(trx, terms))
    await trx
      .insertInto("message_terms")
      .values(
        rows.map(({ seq, value }) => ({
          message_seq: seq,
          version: value.version,
          terms: JSON.stringify(value),
        })),
      )
      .onConflict((conflict) =>
        conflict.column("message_seq").doUpdateSet((set) => ({
          version: set.ref("excluded.version"),
          terms: set.ref("excluded.terms"),
        })),
      )
      .execute();
}

export async function keepLessons(
  trx: StoreDatabase,
  model: string,
  lessons: ModelLessons,
): Promise<void> {
  const text = JSON.stringify(lessons);
  await trx
    .insertInto("model_lessons")
    .values({ model, lessons: text })
    .onConflict((conflict) => conflict.column("model").doUpdateSet({ lessons: text }))
    .execute();
}

/** The rows of messages that will not change any more, with their values, in chunks. */
async function* endedMessages<T>(
  trx: StoreDatabase,
  values: ReadonlyMap<string, T>,
): AsyncGenerator<readonly { seq: number; value: T }[]> {
  const ids = [...values.keys()];
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await trx
      .selectFrom("messages")
      .select(["seq", "id"])
      .where("id", "in", ids.slice(from, from + CHUNK))
      .where("open", "=", 0)
      .execute();
    const found = rows.flatMap(({ seq, id }) => {
      const value = values.get(id);
      return value === undefined ? [] : [{ seq, value }];
    });
    if (found.length > 0) yield found;
  }
}
