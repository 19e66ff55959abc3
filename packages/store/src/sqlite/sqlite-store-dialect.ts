import { sql } from "kysely";
import type { StoreDialect } from "../store-dialect.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { indexAbandoned, searchSqlite } from "./sqlite-search.ts";

/** What SQLite does in its own way: how safe a commit is, full-text search, erasing, errors. */
export function sqliteStoreDialect(
  file: string,
  { readOnly }: { readOnly: boolean },
): StoreDialect {
  return {
    failure: (error) => sqliteFailure(error, file),

    durably: (database, work) => database.transaction().execute(work),

    quickly: (database, work) =>
      database.connection().execute(async (connection) => {
        await sql`pragma synchronous = normal`.execute(connection);
        try {
          return await connection.transaction().execute(work);
        } finally {
          await sql`pragma synchronous = full`.execute(connection);
        }
      }),

    async search(database, input) {
      if (!readOnly) await indexAbandoned(database, input.abandonedBefore);
      return searchSqlite(database, input);
    },

    async afterErasing(database) {
      await sql`pragma incremental_vacuum`.execute(database);
      await sql`pragma wal_checkpoint(truncate)`.execute(database);
    },
  };
}
