import type { DatabaseSync } from "node:sqlite";
import type { StoreDialect } from "../store-dialect.ts";
import { SQLITE_BUSY, sqliteFailure } from "./sqlite-failure.ts";
import { indexAbandoned, searchSqlite } from "./sqlite-search.ts";
import { whenFree } from "./when-free.ts";

/**
 * What SQLite does in its own way: how safe a commit is, full-text search, erasing, errors. `raw` is the
 * connection below Kysely's; it is touched only while Kysely has given this connection to nobody else.
 */
export function sqliteStoreDialect(options: {
  raw: DatabaseSync;
  file: string;
  readOnly: boolean;
}): StoreDialect {
  const { raw, file, readOnly } = options;
  return {
    failure: (error) => sqliteFailure(error, file),

    durably: (database, work) => database.transaction().execute(work),

    quickly: (database, work) =>
      database.connection().execute(async (connection) => {
        raw.exec("pragma synchronous = normal");
        try {
          return await connection.transaction().execute(work);
        } finally {
          raw.exec("pragma synchronous = full");
        }
      }),

    async search(database, input) {
      if (!readOnly) await indexAbandoned(database, input.abandonedBefore);
      return searchSqlite(database, input);
    },

    // FTS5 only marks words as deleted; merging all it has writes them out without. (Its secure-delete mode
    // takes ten times as long, and keeps words of a long row that left and came back in one transaction.)
    eraseTraces: async () => raw.exec("insert into search (search) values ('optimize')"),

    afterErasing: (database) =>
      database.connection().execute(async () => {
        await whenFree(() => raw.exec("pragma incremental_vacuum"));
        await whenFree(() => emptyWal(raw));
      }),
  };
}

/** Takes the WAL into the file and empties it. Throws as SQLite does for a lock while others read in it. */
function emptyWal(raw: DatabaseSync): void {
  const row = raw.prepare("pragma wal_checkpoint(truncate)").get();
  if (row?.["busy"] === 0) return;
  const message =
    "what was deleted is still being read, and stays in the file beside it until then";
  throw Object.assign(new Error(message), { errcode: SQLITE_BUSY });
}
