import type { MessageDelta } from "./completion.ts";
import { isWireObject } from "./wire-value.ts";

/**
 * Whether a delta brings a part of the answer: content, reasoning, a refusal, a tool call or anything else
 * that is not empty. A role alone, empty text and null bring nothing: providers send them to keep a
 * connection alive.
 */
export function bringsAnswer(delta: MessageDelta): boolean {
  for (const key in delta) if (key !== "role" && isSubstance(delta[key])) return true;
  return false;
}

function isSubstance(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  if (Array.isArray(value)) return value.length > 0;
  return isWireObject(value) && Object.keys(value).length > 0;
}
