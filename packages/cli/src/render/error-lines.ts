import type { ErrorRecord } from "@colloquy/core";
import { sanitise } from "./sanitise.ts";
import type { Styles } from "./screen.ts";

/** The one place where errors become words on a screen: what went wrong, then what to do. */
export function errorLines(record: ErrorRecord, styles: Styles): string[] {
  const about = [statusOf(record), record.provider].filter(Boolean).join(" · ");
  const cause = `${styles.red("error")}${about ? ` (${sanitise(about)})` : ""}: ${sanitise(record.message)}`;
  const lines = [cause];
  const words = upstreamWords(record);
  if (words) lines.push(`  upstream's words: ${sanitise(oneLine(words))}`);
  if (record.remedy) lines.push(`  ${sanitise(record.remedy)}`);
  const when = whenAgain(record);
  if (when) lines.push(`  ${sanitise(when)}`);
  return lines;
}

/** What the upstream said, where the message is not taken from it or does not quote it already. */
function upstreamWords({ kind, raw, message }: ErrorRecord): string | undefined {
  if (typeof raw !== "string" || raw === "" || kind === "protocol") return undefined;
  return raw.includes(message) || message.includes(raw) ? undefined : raw;
}

/** When a limit ends, where the server told. */
function whenAgain({ retry_after_s: seconds, details }: ErrorRecord): string | undefined {
  if (seconds !== null && seconds > 0)
    return `The server says: again in ${durationWords(seconds)}.`;
  const resets = details?.["resets_at"];
  return typeof resets === "string" ? `The server says: again from ${resets} on.` : undefined;
}

function durationWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 90 * 60 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

/** What the upstream called it; our own codes say no more than our own words. */
function statusOf({ kind, status, code, error_type }: ErrorRecord): string | null {
  if (kind !== "api" && kind !== "interrupted") return null;
  // A status of success says nothing about a failure inside the answer.
  const refusal = status !== null && status < 300 ? null : status;
  const parts = [refusal, error_type ?? (code === status ? null : code)].filter(
    (part) => part !== null && part !== undefined,
  );
  return parts.length > 0 ? parts.join(" ") : null;
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > 300 ? `${flat.slice(0, 299)}…` : flat;
}
