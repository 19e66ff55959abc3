import type { MarkRecord, MessageTerms, ModelLessons, StoredSummary } from "@colloquy/core";
import type { StoreDatabase } from "./store-dialect.ts";

export function marksOf(
  database: StoreDatabase,
  conversationId: string,
): Promise<readonly MarkRecord[]> {
  return database
    .selectFrom("marks")
    .select(["message_id", "mark", "created_at"])
    .where("conversation_id", "=", conversationId)
    .orderBy("created_at")
    .orderBy("message_id")
    .execute();
}

/** In the order of keeping. */
export async function summariesOf(
  database: StoreDatabase,
  conversationId: string,
): Promise<readonly StoredSummary[]> {
  const rows = await database
    .selectFrom("summaries")
    .select(["record", "retired_at"])
    .where("conversation_id", "=", conversationId)
    .orderBy("seq")
    .execute();
  return rows.map(({ record, retired_at }) => ({
    ...(JSON.parse(record) as StoredSummary),
    retired_at,
  }));
}

export async function tokenCountsOf(
  database: StoreDatabase,
  conversationId: string,
  tokenizer: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom("messages")
    .innerJoin("token_counts", "token_counts.message_seq", "messages.seq")
    .select(["messages.id", "token_counts.tokens"])
    .where("messages.conversation_id", "=", conversationId)
    .where("token_counts.tokenizer", "=", tokenizer)
    .execute();
  return new Map(rows.map(({ id, tokens }) => [id, tokens]));
}

export async function messageTermsOf(
  database: StoreDatabase,
  conversationId: string,
  version: number,
): Promise<ReadonlyMap<string, MessageTerms>> {
  const rows = await database
    .selectFrom("messages")
    .innerJoin("message_terms", "message_terms.message_seq", "messages.seq")
    .select(["messages.id", "message_terms.terms"])
    .where("messages.conversation_id", "=", conversationId)
    .where("message_terms.version", "=", version)
    .execute();
  return new Map(rows.map(({ id, terms }) => [id, JSON.parse(terms) as MessageTerms]));
}

export async function lessonsOf(database: StoreDatabase, model: string): Promise<ModelLessons> {
  const row = await database
    .selectFrom("model_lessons")
    .select("lessons")
    .where("model", "=", model)
    .executeTakeFirst();
  const none: ModelLessons = { corrections: [], windows: [] };
  return row ? { ...none, ...(JSON.parse(row.lessons) as ModelLessons) } : none;
}
