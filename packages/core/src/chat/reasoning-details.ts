import { isWireObject } from "./wire-value.ts";
import type { WireObject } from "./wire-value.ts";

/**
 * Adds one delta's `reasoning_details` to those that came before, in place. Successive `reasoning.text`
 * fragments of one block become one entry, whose signature may come late and alone; entries of every
 * other type stay apart, in the order received, because the provider wants them back unmodified.
 */
export function addReasoningDetails(entries: unknown[], delta: readonly unknown[]): void {
  const [first, ...others] = delta;
  const target = isText(first) ? continued(entries, first) : -1;
  if (target >= 0) entries[target] = joined(entries[target] as WireObject, first as WireObject);
  else if (delta.length > 0) entries.push(first);
  entries.push(...others);
}

function isText(value: unknown): value is WireObject {
  return isWireObject(value) && value["type"] === "reasoning.text";
}

/** Position of the entry that a text fragment continues, -1 when it begins a block of its own. */
function continued(entries: readonly unknown[], fragment: WireObject): number {
  const last = entries.length - 1;
  if (fragment["text"]) return isSameBlock(entries[last], fragment) ? last : -1;
  return entries.findLastIndex((entry) => isText(entry) && isSameBlock(entry, fragment));
}

/** A signed block is closed: more text belongs to the next one. */
function isSameBlock(entry: unknown, fragment: WireObject): boolean {
  if (!isText(entry)) return false;
  const differs = (name: string): boolean =>
    entry[name] != null && fragment[name] != null && entry[name] !== fragment[name];
  if (differs("index") || differs("id") || differs("signature")) return false;
  return !entry["signature"] || !fragment["text"] || entry["signature"] === fragment["signature"];
}

function joined(entry: WireObject, fragment: WireObject): WireObject {
  const known = Object.entries(fragment).filter(([, value]) => value != null);
  const text =
    typeof entry["text"] === "string" || typeof fragment["text"] === "string"
      ? { text: `${textOf(entry)}${textOf(fragment)}` }
      : {};
  return { ...entry, ...Object.fromEntries(known), ...text };
}

function textOf(entry: WireObject): string {
  return typeof entry["text"] === "string" ? entry["text"] : "";
}
