import { isWireObject } from "../chat/wire-value.ts";

/** Where a reason may stand inside an object, in the order in which it is looked for. */
const PLACES = ["message", "error", "detail", "details", "msg", "error_description"] as const;

const DEEPEST = 8;

/**
 * The innermost words of an upstream error: text, JSON written inside text, or objects within objects.
 * Null when no words are found. A list of validation issues gives each issue with its path.
 */
export function innermostReason(value: unknown, depth = 0): string | null {
  if (depth > DEEPEST) return null;
  if (typeof value === "string") return reasonInText(value, depth);
  if (Array.isArray(value)) return reasonInList(value, depth);
  if (!isWireObject(value)) return null;
  for (const place of PLACES) {
    const reason = innermostReason(value[place], depth + 1);
    if (reason) return reason;
  }
  return null;
}

function reasonInText(text: string, depth: number): string | null {
  const trimmed = text.trim();
  if (!/^[[{"]/.test(trimmed)) return trimmed || null;
  try {
    return innermostReason(JSON.parse(trimmed), depth + 1) ?? trimmed;
  } catch {
    return trimmed;
  }
}

function reasonInList(list: readonly unknown[], depth: number): string | null {
  const reasons = list.flatMap((item) => {
    const reason = innermostReason(item, depth + 1);
    const path = isWireObject(item) ? (item["path"] ?? item["loc"]) : undefined;
    if (!reason) return [];
    return [Array.isArray(path) && path.length > 0 ? `${path.join(".")}: ${reason}` : reason];
  });
  return reasons.length > 0 ? [...new Set(reasons)].join("; ") : null;
}
