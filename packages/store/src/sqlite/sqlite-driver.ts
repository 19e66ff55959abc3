import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { whenFree } from "./when-free.ts";

/** Kysely's dialect over one connection of `node:sqlite`. Kysely itself lets one query at a time through. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => new NodeSqliteDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class NodeSqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: NodeSqliteConnection;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#connection = new NodeSqliteConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  /** A transaction that will write takes the lock at once: one that reads first could not be repeated. */
  async beginTransaction(
    _: DatabaseConnection,
    { accessMode }: TransactionSettings,
  ): Promise<void> {
    const begin = accessMode === "read only" ? "begin" : "begin immediate";
    await whenFree(() => this.#database.exec(begin));
  }

  async commitTransaction(): Promise<void> {
    await whenFree(() => this.#database.exec("commit"));
  }

  /** A full disk ends the transaction by itself; there is nothing left to roll back then. */
  async rollbackTransaction(): Promise<void> {
    if (this.#database.isTransaction) this.#database.exec("rollback");
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

const MOST_STATEMENTS = 256;

interface Prepared {
  statement: StatementSync;
  columns: readonly string[];
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters as readonly SQLInputValue[];
    const run = (): QueryResult<R> => {
      const { statement, columns } = this.#prepared(sql);
      if (columns.length > 0)
        return {
          rows: (statement.all(...values) as unknown[]).map((row) => named<R>(row, columns)),
        };
      const { changes } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    };
    return this.#database.isTransaction ? run() : whenFree(run);
  }

  // oxlint-disable-next-line require-yield -- the interface wants a generator
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new TypeError("rows are not streamed from an embedded database");
  }

  /** Preparing costs more than most queries, so statements are kept; lists of every length make many in time. */
  #prepared(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    const prepared = { statement, columns: statement.columns().map(({ name }) => name) };
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

/** The driver's own row objects have no prototype and no shared shape: twice the time for a long path. */
function named<R>(values: unknown, columns: readonly string[]): R {
  const row: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) row[column] = (values as unknown[])[index];
  return row as R;
}
