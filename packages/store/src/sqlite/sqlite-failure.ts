import { StoreError, storeFailure, type StoreErrorCode } from "@colloquy/core";

/** SQLite's result codes, primary or extended, that mean something to a person. */
const meanings: Readonly<Record<number, { code: StoreErrorCode; message: string }>> = {
  5: { code: "busy", message: "the store is being written by another process" },
  6: { code: "busy", message: "the store is being written by this process" },
  8: { code: "read_only", message: "the store cannot be written" },
  10: { code: "io", message: "the store's file could not be read or written" },
  11: { code: "corrupt", message: "the store's file is damaged" },
  13: { code: "disk_full", message: "there is no room left for the store" },
  14: { code: "io", message: "the store's file could not be opened" },
  19: { code: "invalid", message: "the record cannot be kept as it is" },
  1555: { code: "exists", message: "a record with this id is there already" },
  2067: { code: "exists", message: "a record with this id is there already" },
  26: { code: "corrupt", message: "the store's file is not a database" },
};

const systemCodes: Readonly<Record<string, StoreErrorCode>> = {
  EACCES: "read_only",
  EPERM: "read_only",
  EROFS: "read_only",
  ENOSPC: "disk_full",
  EDQUOT: "disk_full",
  ENOENT: "not_found",
};

/** What SQLite or the file system reported, as a `StoreError` that names the file. */
export function sqliteFailure(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const { errcode, code, message } = fieldsOf(error);
  const options = { cause: error, details: { file, ...(errcode && { sqlite_code: errcode }) } };
  const meaning =
    errcode === undefined ? undefined : (meanings[errcode] ?? meanings[errcode & 0xff]);
  if (meaning)
    return storeFailure(meaning.code, `${meaning.message} (${message}): ${file}`, options);
  const system = code === undefined ? undefined : systemCodes[code];
  if (system === "read_only")
    return storeFailure(system, `no right to read or write the store: ${file}`, options);
  if (system) return storeFailure(system, `${message}: ${file}`, options);
  if (message === "database is not open" || message === "driver has already been destroyed")
    return storeFailure("closed", `the store is closed: ${file}`, options);
  return storeFailure("io", `the store failed (${message}): ${file}`, options);
}

/** SQLite's result code for a lock that somebody else holds. */
export const SQLITE_BUSY = 5;

/** Whether another process held the lock, so that the same will work a little later. */
export function isBusy(error: unknown): boolean {
  return ((fieldsOf(error).errcode ?? 0) & 0xff) === SQLITE_BUSY;
}

function fieldsOf(error: unknown): { errcode?: number; code?: string; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return Object.assign(
    { message: error.message },
    {
      ...("errcode" in error && typeof error.errcode === "number" && { errcode: error.errcode }),
      ...("code" in error && typeof error.code === "string" && { code: error.code }),
    },
  );
}
