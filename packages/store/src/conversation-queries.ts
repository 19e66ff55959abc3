import { storeFailure, type ConversationRecord, type ListOptions } from "@colloquy/core";
import type { StoreDatabase } from "./store-dialect.ts";

const columns = ["id", "title", "created_at", "updated_at", "head_id"] as const;
const FIND_LIMIT = 100;
/** Sorts after every text that goes on from the one it is put behind. */
export const AFTER_ALL = "\u{10ffff}";

export async function findConversation(
  database: StoreDatabase,
  id: string,
): Promise<ConversationRecord | undefined> {
  return database
    .selectFrom("conversations")
    .select(columns)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** The conversation, or a `StoreError` (`not_found`). */
export async function knownConversation(
  database: StoreDatabase,
  id: string,
): Promise<ConversationRecord> {
  const found = await findConversation(database, id);
  if (!found) throw noConversation(id);
  return found;
}

export function noConversation(id: string) {
  return storeFailure("not_found", `no conversation ${id}`);
}

export async function listConversations(
  database: StoreDatabase,
  { limit, before }: ListOptions,
): Promise<readonly ConversationRecord[]> {
  let query = newestFirst(database);
  if (before !== undefined) query = query.where("updated_at", "<", before);
  if (limit !== undefined) query = query.limit(limit);
  return query.execute();
}

export async function findConversations(
  database: StoreDatabase,
  idPrefixOrTitle: string,
): Promise<readonly ConversationRecord[]> {
  if (idPrefixOrTitle === "") return [];
  return newestFirst(database)
    .where((where) =>
      where.or([
        where.and([
          where("id", ">=", idPrefixOrTitle),
          where("id", "<", idPrefixOrTitle + AFTER_ALL),
        ]),
        where("title", "=", idPrefixOrTitle),
      ]),
    )
    .limit(FIND_LIMIT)
    .execute();
}

function newestFirst(database: StoreDatabase) {
  return database
    .selectFrom("conversations")
    .select(columns)
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc");
}
