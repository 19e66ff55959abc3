import { storeFailure, type MessageRecord } from "@colloquy/core";
import { sql, type SelectQueryBuilder } from "kysely";
import { AFTER_ALL } from "./conversation-queries.ts";
import type { StoreSchema } from "./schema.ts";
import type { StoreDatabase } from "./store-dialect.ts";
import { recordColumns, storedMessage, type RecordRow } from "./stored-message.ts";

/** Ids in one query: engines limit the number of parameters. */
const CHUNK = 500;
const FIND_LIMIT = 100;

type MessageQuery = SelectQueryBuilder<StoreSchema, "messages", RecordRow>;

/** Messages that `choose` picks, as records. */
async function readMessages(
  database: StoreDatabase,
  choose: (query: MessageQuery) => MessageQuery,
): Promise<MessageRecord[]> {
  const rows = await choose(database.selectFrom("messages").select(recordColumns)).execute();
  return decodeRows(database, rows);
}

/** Every message of a conversation, in the order of keeping. */
export function messagesOf(
  database: StoreDatabase,
  conversationId: string,
): Promise<MessageRecord[]> {
  return readMessages(database, (query) => query.where("conversation_id", "=", conversationId));
}

export async function messagesByIds(
  database: StoreDatabase,
  ids: readonly string[],
): Promise<MessageRecord[]> {
  const found: MessageRecord[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) {
    const chunk = ids.slice(from, from + CHUNK);
    found.push(...(await readMessages(database, (query) => query.where("id", "in", chunk))));
  }
  return found;
}

/** Messages whose id starts so, in order of id; none for an empty text. */
export async function messagesByIdPrefix(
  database: StoreDatabase,
  idPrefix: string,
): Promise<readonly MessageRecord[]> {
  if (idPrefix === "") return [];
  return readMessages(database, (query) =>
    query
      .where("id", ">=", idPrefix)
      .where("id", "<", idPrefix + AFTER_ALL)
      .orderBy("id")
      .limit(FIND_LIMIT),
  );
}

/** From the root to `leafId`, both included. */
export async function pathOf(
  database: StoreDatabase,
  conversationId: string,
  leafId: string,
): Promise<readonly MessageRecord[]> {
  const rows = await database
    .withRecursive("up", (query) =>
      query
        .selectFrom("messages")
        .select(["seq", "parent_id", sql<number>`0`.as("depth")])
        .where("id", "=", leafId)
        .where("conversation_id", "=", conversationId)
        .unionAll(
          query
            .selectFrom("up")
            .innerJoin("messages", "messages.id", "up.parent_id")
            .select(["messages.seq", "messages.parent_id", sql<number>`up.depth + 1`.as("depth")]),
        ),
    )
    .selectFrom("up")
    .innerJoin("messages", "messages.seq", "up.seq")
    .select(recordColumns.map((column) => `messages.${column}` as const))
    .select("up.depth")
    .execute();
  if (rows.length === 0)
    throw storeFailure("not_found", `no message ${leafId} in conversation ${conversationId}`);
  // Sorted here: the engine would copy all the text of a long path to sort its rows.
  return decodeRows(
    database,
    rows.toSorted((a, b) => b.depth - a.depth),
  );
}

async function decodeRows(
  database: StoreDatabase,
  rows: readonly RecordRow[],
): Promise<MessageRecord[]> {
  const ids = [...new Set(rows.map(({ system_id }) => system_id).filter((id) => id !== null))];
  const prompts =
    ids.length === 0
      ? []
      : await database
          .selectFrom("system_prompts")
          .select(["id", "text"])
          .where("id", "in", ids)
          .execute();
  const texts = new Map(prompts.map(({ id, text }) => [id, text]));
  return rows.map((row) => storedMessage(row, texts));
}
