import {
  usageCounts,
  type Ledger,
  type LedgerEntry,
  type LedgerGrouping,
  type LedgerRow,
} from "@colloquy/core";
import { sql } from "kysely";
import { AFTER_ALL } from "./conversation-queries.ts";
import type { CallsTable } from "./schema.ts";
import type { StoreDatabase } from "./store-dialect.ts";
import type { StoreSession } from "./store-session.ts";

/** Rows in one statement: engines limit the number of parameters. */
const CHUNK = 100;

const keys = {
  day: sql<string>`substr(created_at, 1, 10)`,
  model: sql<string>`model`,
  conversation: sql<string>`coalesce(conversation_id, '')`,
};

/** The calls that turns and experiments have left in the store. */
export class KyselyLedger implements Ledger {
  readonly #session: StoreSession;

  constructor(session: StoreSession) {
    this.#session = session;
  }

  add(entry: LedgerEntry): Promise<void> {
    return this.#session.durably((trx) => keepCalls(trx, [entry]));
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

/** Keeps calls, each once; one that is known already is of this conversation again. */
export async function keepCalls(
  trx: StoreDatabase,
  entries: readonly LedgerEntry[],
): Promise<void> {
  for (let from = 0; from < entries.length; from += CHUNK)
    await trx
      .insertInto("calls")
      .values(entries.slice(from, from + CHUNK).map(callRow))
      .onConflict((conflict) =>
        conflict
          .column("message_id")
          .doUpdateSet((set) => ({ conversation_id: set.ref("excluded.conversation_id") })),
      )
      .execute();
}

function callRow(entry: LedgerEntry): CallsTable {
  const { message_id, conversation_id, model, created_at } = entry;
  return { message_id, conversation_id, model, created_at, ...usageColumns(entry) };
}

/** The figures of a call, as the provider told them; what it did not tell is null. */
export function usageColumns({
  usage,
  cost_usd,
}: Pick<LedgerEntry, "usage" | "cost_usd">): Omit<
  CallsTable,
  "message_id" | "conversation_id" | "model" | "created_at"
> {
  const { prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens } = usageCounts(usage);
  return {
    prompt_tokens: whole(prompt_tokens),
    cached_tokens: whole(cached_tokens),
    completion_tokens: whole(completion_tokens),
    reasoning_tokens: whole(reasoning_tokens),
    cost_usd: Number.isFinite(cost_usd) ? cost_usd : null,
  };
}

/** Servers have sent fractions where a count belongs; an answer is not lost over its bill. */
function whole(count: number | null): number | null {
  return count === null ? null : Math.round(count);
}
