import { ColloquyError, errorRecord, type ErrorRecord } from "@colloquy/core";

/** Any thrown thing as data. What is no `ColloquyError` is a fault of this program, and says so. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof ColloquyError) return error.record;
  const message = error instanceof Error ? error.message : String(error);
  return errorRecord("invalid_input", {
    message: `unexpected: ${message}`,
    code: "internal",
    remedy: "This is a fault of Colloquy. COLLOQUY_DEBUG=1 shows where; please report it.",
  });
}
