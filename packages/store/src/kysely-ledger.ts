import type {
  AnswerRecord,
  Ledger,
  LedgerGrouping,
  LedgerRow,
  MessageRecord,
} from "@colloquy/core";
import { sql } from "kysely";
import { AFTER_ALL } from "./conversation-queries.ts";
import type { CallsTable } from "./schema.ts";
import type { StoreDatabase } from "./store-dialect.ts";
import type { StoreSession } from "./store-session.ts";

const keys = {
  day: sql<string>`substr(created_at, 1, 10)`,
  model: sql<string>`model`,
  conversation: sql<string>`coalesce(conversation_id, '')`,
};

/** Sums over the calls that turns have left in the store. */
export class KyselyLedger implements Ledger {
  readonly #session: StoreSession;

  constructor(session: StoreSession) {
    this.#session = session;
  }

  sum(grouping: LedgerGrouping, period: Period = {}): Promise<readonly LedgerRow[]> {
    return this.#session.read((database) => sums(database, grouping, period));
  }
}

interface Period {
  since?: string;
  until?: string;
}

function sums(
  database: StoreDatabase,
  grouping: LedgerGrouping,
  { since, until }: Period,
): Promise<readonly LedgerRow[]> {
  const key = keys[grouping];
  let query = database
    .selectFrom("calls")
    .select(({ fn }) => [
      key.as("key"),
      fn.countAll<number>().as("calls"),
      sql<number>`coalesce(sum(prompt_tokens), 0)`.as("prompt_tokens"),
      sql<number>`coalesce(sum(cached_tokens), 0)`.as("cached_tokens"),
      sql<number>`coalesce(sum(completion_tokens), 0)`.as("completion_tokens"),
      sql<number>`coalesce(sum(reasoning_tokens), 0)`.as("reasoning_tokens"),
      sql<number>`coalesce(sum(cost_usd), 0.0)`.as("cost_usd"),
      sql<number>`count(*) - count(cost_usd)`.as("unpriced_calls"),
    ])
    .groupBy(key);
  if (since !== undefined) query = query.where("created_at", ">=", since);
  // A day stands for all its times.
  if (until !== undefined) query = query.where("created_at", "<=", until + AFTER_ALL);
  if (grouping === "day") return query.orderBy("key").execute();
  return query.orderBy("cost_usd", "desc").orderBy("key").execute();
}

/** What a call used, as the provider told it; what it did not tell is null. */
export function callRow(record: MessageRecord, answer: AnswerRecord): CallsTable {
  return {
    message_id: record.id,
    conversation_id: record.conversation_id,
    model: answer.model,
    created_at: record.created_at,
    ...usageColumns(answer),
  };
}

/** The figures of a call that are known only when it has ended. */
export function usageColumns({
  usage,
  cost_usd,
}: AnswerRecord): Omit<CallsTable, "message_id" | "conversation_id" | "model" | "created_at"> {
  return {
    prompt_tokens: count(usage?.prompt_tokens),
    cached_tokens: count(usage?.prompt_tokens_details?.cached_tokens),
    completion_tokens: count(usage?.completion_tokens),
    reasoning_tokens: count(usage?.completion_tokens_details?.reasoning_tokens),
    cost_usd: figure(cost_usd),
  };
}

/** Servers have sent fractions and words where a count belongs; an answer is not lost over its bill. */
function count(value: unknown): number | null {
  const known = figure(value);
  return known === null ? null : Math.round(known);
}

function figure(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
