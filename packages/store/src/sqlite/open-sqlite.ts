import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { storeFailure } from "@colloquy/core";
import { makePrivateFile } from "./private-file.ts";
import { isBusy, sqliteFailure } from "./sqlite-failure.ts";
import { LOCK_WAIT_MS, whenFree } from "./when-free.ts";

/** Marks the file as Colloquy's: "Coll" in ASCII. */
export const APPLICATION_ID = 0x436f6c6c;

export interface OpenedSqlite {
  database: DatabaseSync;
  /** Number of migrations the file has seen; 0 for a new file. */
  version: number;
}

/** Opens or creates the file, private to its owner, in WAL mode. Every failure is a `StoreError`. */
export async function openSqlite(
  file: string,
  { readOnly }: { readOnly: boolean },
): Promise<OpenedSqlite> {
  let database: DatabaseSync | undefined;
  try {
    if (readOnly) checkReadable(file);
    else makePrivateFile(file);
    database = readOnly
      ? await openReadOnly(file)
      : new DatabaseSync(file, { timeout: LOCK_WAIT_MS });
    if (!readOnly) await prepareConnection(database);
    return { database, version: await versionOf(database, file) };
  } catch (error) {
    if (database?.isOpen) database.close();
    throw openingFailure(error, { file, readOnly });
  }
}

/** The file itself could be opened, so what SQLite could not open is a file of its own beside it. */
function openingFailure(error: unknown, { file, readOnly }: { file: string; readOnly: boolean }) {
  const failure = sqliteFailure(error, file);
  const beside = !readOnly && failure.record.details?.["sqlite_code"] === 14;
  if (!beside) return failure;
  const folder = path.dirname(file);
  return storeFailure("read_only", `the store's folder cannot be written: ${folder}`, {
    cause: error,
    details: { file, folder },
  });
}

/** Settings that stay in the file: they are made before anything is in it. Repeating them does no harm. */
export function prepareNewFile(database: DatabaseSync): Promise<void> {
  return whenFree(() =>
    database.exec(
      "pragma page_size = 8192; pragma auto_vacuum = incremental; pragma journal_mode = wal",
    ),
  );
}

/** Settings of a connection. Even they wait: another process may be making the file at this moment. */
function prepareConnection(database: DatabaseSync): Promise<void> {
  return whenFree(() =>
    database.exec(
      "pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -16000",
    ),
  );
}

/**
 * In a folder where nothing can be written SQLite cannot make the file that readers of a WAL share; the
 * file is then read as one that nobody changes, which is right as long as there is no WAL left to read.
 */
async function openReadOnly(file: string): Promise<DatabaseSync> {
  const open = (location: string | URL) => {
    const database = new DatabaseSync(location, { readOnly: true, timeout: LOCK_WAIT_MS });
    try {
      database.prepare("pragma user_version").get();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    return await whenFree(() => open(file));
  } catch (error) {
    const wal = `${file}-wal`;
    if (isBusy(error) || (existsSync(wal) && statSync(wal).size > 0)) throw error;
    const url = pathToFileURL(file);
    url.searchParams.set("immutable", "1");
    return open(url);
  }
}

function checkReadable(file: string): void {
  if (existsSync(file) && statSync(file).size > 0) return;
  throw storeFailure("not_found", `there is no store yet: ${file}`, {
    remedy: "Ask something first; the store is made with the first turn.",
  });
}

async function versionOf(database: DatabaseSync, file: string): Promise<number> {
  const row = await whenFree(() =>
    database
      .prepare(
        "select user_version, application_id, (select count(*) from sqlite_schema) as things from pragma_user_version, pragma_application_id",
      )
      .get(),
  );
  const version = Number(row?.["user_version"]);
  const ours = row?.["application_id"] === APPLICATION_ID;
  const empty = row?.["things"] === 0 && version === 0;
  if (!ours && !empty)
    throw storeFailure("corrupt", `this file is a database of another program: ${file}`, {
      remedy: "Name another file, or set COLLOQUY_HOME to a folder of its own.",
    });
  return version;
}
