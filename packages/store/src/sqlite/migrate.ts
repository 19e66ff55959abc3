import { storeFailure } from "@colloquy/core";
import { conversations } from "./migrations/0001-conversations.ts";
import { memory } from "./migrations/0002-memory.ts";
import { experiments } from "./migrations/0003-experiments.ts";
import { APPLICATION_ID, prepareNewFile, type OpenedSqlite } from "./open-sqlite.ts";
import { whenFree } from "./when-free.ts";

/** Every change of the schema in order; number N brings a file from N−1 to N. Only ever added to. */
export const migrations: readonly string[] = [conversations, memory, experiments];

/**
 * Brings the file up to date, at most once whoever opens it; `upTo` stops early, for tests. A file from a
 * newer Colloquy is refused: what is in it would be misread.
 */
export async function migrate(
  { database, version }: OpenedSqlite,
  { file, upTo = migrations.length }: { file: string; upTo?: number },
): Promise<void> {
  if (version > migrations.length)
    throw storeFailure(
      "newer_version",
      `the store was written by a newer Colloquy (its version is ${version}, this one knows ${migrations.length}): ${file}`,
    );
  if (version >= upTo) return;
  if (version === 0) await prepareNewFile(database);
  await whenFree(() => database.exec("begin immediate"));
  try {
    const row = database.prepare("pragma user_version").get();
    for (const step of migrations.slice(Number(row?.["user_version"]), upTo)) database.exec(step);
    database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${upTo}`);
    await whenFree(() => database.exec("commit"));
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}
