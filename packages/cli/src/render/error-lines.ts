import type { ErrorRecord } from "@colloquy/core";
import { sanitise } from "./sanitise.ts";
import type { Styles } from "./screen.ts";

/** The one place where errors become words on a screen: what went wrong, then what to do. */
export function errorLines(record: ErrorRecord, styles: Styles): string[] {
  const about = [statusOf(record), record.provider].filter(Boolean).join(" · ");
  const cause = `${styles.red("error")}${about ? ` (${sanitise(about)})` : ""}: ${sanitise(record.message)}`;
  const lines = [cause];
  if (typeof record.raw === "string" && record.raw !== "" && !record.message.includes(record.raw))
    lines.push(`  upstream's words: ${sanitise(oneLine(record.raw))}`);
  if (record.remedy) lines.push(`  ${sanitise(record.remedy)}`);
  return lines;
}

/** What the upstream called it; our own codes say no more than our own words. */
function statusOf({ kind, status, code, error_type }: ErrorRecord): string | null {
  if (kind !== "api" && kind !== "interrupted") return null;
  const parts = [status, error_type ?? (code === status ? null : code)].filter(
    (part) => part !== null && part !== undefined,
  );
  return parts.length > 0 ? parts.join(" ") : null;
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > 300 ? `${flat.slice(0, 299)}…` : flat;
}
