import type { ErrorRecord } from "@colloquy/core";
import { exitCode, type ExitCode } from "../exit-code.ts";

/** Codes of input that was understood but cannot be acted on now: not a matter of how it was typed. */
const notUsage = new Set<unknown>(["no_key", "over_cost", "unreadable_config", "internal"]);

/** The one place where errors become exit statuses. */
export function exitCodeOf(record: ErrorRecord): ExitCode {
  if (record.kind === "aborted" || record.code === "aborted") return exitCode.interrupted;
  if (record.kind === "invalid_input" && !notUsage.has(record.code)) return exitCode.badUsage;
  return exitCode.failed;
}
