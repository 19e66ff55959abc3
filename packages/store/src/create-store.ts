import {
  storeFailure,
  type ConversationStore,
  type ExperimentStore,
  type Ledger,
  type MemoryStore,
} from "@colloquy/core";
import { Kysely } from "kysely";
import { KyselyConversationStore } from "./kysely-conversation-store.ts";
import { KyselyExperimentStore } from "./kysely-experiment-store.ts";
import { KyselyLedger } from "./kysely-ledger.ts";
import { KyselyMemoryStore } from "./kysely-memory-store.ts";
import type { StoreSchema } from "./schema.ts";
import { migrate, migrations } from "./sqlite/migrate.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";
import { nodeSqliteDialect } from "./sqlite/sqlite-driver.ts";
import { sqliteFailure } from "./sqlite/sqlite-failure.ts";
import { sqliteStoreDialect } from "./sqlite/sqlite-store-dialect.ts";
import { whenFree } from "./sqlite/when-free.ts";
import { StoreSession } from "./store-session.ts";

export interface StoreOptions {
  /** Path of the database; made, with its folder, when it is not there. */
  file: string;
  /** Only reads: works where nothing can be written, and refuses every change with `read_only`. */
  readOnly?: boolean;
  /** Epoch milliseconds. */
  now: () => number;
  /** The file may not grow past this many pages of 8 KiB; what does not fit is refused (`disk_full`). */
  maxPages?: number;
}

/** The store ports over one database. */
export interface Store {
  readonly conversations: ConversationStore;
  readonly memory: MemoryStore;
  readonly experiments: ExperimentStore;
  readonly ledger: Ledger;
  /** Closes the file. Safe to call twice. */
  close(): Promise<void>;
}

/** Opens the embedded store and brings it up to date. Every failure is a `StoreError`. */
export async function createStore(options: StoreOptions): Promise<Store> {
  const { file, readOnly = false, now, maxPages } = options;
  const opened = await openSqlite(file, { readOnly });
  try {
    if (maxPages !== undefined)
      await whenFree(() => opened.database.exec(`pragma max_page_count = ${Math.floor(maxPages)}`));
    if (readOnly) checkVersion(opened.version, file);
    else await migrate(opened, { file });
  } catch (error) {
    opened.database.close();
    throw sqliteFailure(error, file);
  }
  const session = new StoreSession({
    database: new Kysely<StoreSchema>({ dialect: nodeSqliteDialect(opened.database) }),
    dialect: sqliteStoreDialect({ raw: opened.database, file, readOnly }),
    now,
  });
  return {
    conversations: new KyselyConversationStore(session),
    memory: new KyselyMemoryStore(session),
    experiments: new KyselyExperimentStore(session),
    ledger: new KyselyLedger(session),
    async close() {
      await session.close();
      if (opened.database.isOpen) opened.database.close();
    },
  };
}

function checkVersion(version: number, file: string): void {
  if (version > migrations.length)
    throw storeFailure(
      "newer_version",
      `the store was written by a newer Colloquy (its version is ${version}, this one knows ${migrations.length}): ${file}`,
    );
  if (version < migrations.length)
    throw storeFailure(
      "read_only",
      `the store is of version ${version} and must be brought to ${migrations.length} before it can be read: ${file}`,
    );
}
