import { StoreError } from "../error/errors.ts";

/**
 * Why a store refused; stands in `record.code` of its `StoreError`. `finished`: an answer that has ended
 * is never written again. `invalid`: what was given breaks a rule of the tree or of the record.
 */
export type StoreErrorCode =
  | "not_found"
  | "exists"
  | "invalid"
  | "finished"
  | "read_only"
  | "disk_full"
  | "busy"
  | "corrupt"
  | "newer_version"
  | "closed"
  | "io";

const remedies: Readonly<Record<StoreErrorCode, string | null>> = {
  not_found: "List what there is with `colloquy log list`, or search with `colloquy log search`.",
  exists: "Give the new record an id of its own.",
  invalid: null,
  finished: "Retry or edit makes a sibling; what was said stays as it is.",
  read_only:
    "Make the store's file and folder writable for you, or set COLLOQUY_HOME to a folder that is.",
  disk_full: "Free some space on that disk, then repeat; everything kept so far can still be read.",
  busy: "Another process is writing; repeat in a moment.",
  corrupt:
    "Move the file away and import your last export (`colloquy log import`); `sqlite3 FILE .recover` may save what is in it.",
  newer_version: "Update Colloquy, or set COLLOQUY_HOME to another folder.",
  closed: "Open the store again.",
  io: "Check the disk and the rights on the store's folder, then repeat.",
};

/** A `StoreError` with its code and what can be done about it. Busy and full may pass; the rest stays. */
export function storeFailure(
  code: StoreErrorCode,
  message: string,
  options: { cause?: unknown; remedy?: string; details?: Readonly<Record<string, unknown>> } = {},
): StoreError {
  const { cause, remedy = remedies[code], details } = options;
  return new StoreError(
    {
      message,
      code,
      remedy,
      retryable: code === "busy" || code === "disk_full",
      ...(details && { details }),
    },
    cause === undefined ? {} : { cause },
  );
}
