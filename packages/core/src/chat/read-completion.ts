import type { ChatCompletion, Choice } from "./completion.ts";
import type { ChatMessage, Role, ToolCall } from "./message.ts";
import { isWireObject, numberOr, readTextError, reasonOf, textOr } from "./wire-value.ts";
import type { WireObject } from "./wire-value.ts";

/**
 * Reads a whole answer as it came, whatever is null or missing: no field is refused and unknown ones are
 * kept. A value that is no object gives a completion without choices.
 */
export function readCompletion(value: unknown): ChatCompletion {
  const object = isWireObject(value) ? value : {};
  return {
    ...object,
    id: textOr(object["id"]),
    object: "chat.completion",
    created: numberOr(object["created"], 0),
    model: textOr(object["model"]),
    choices: readChoices(object["choices"]),
    ...readTextError(object["error"]),
  };
}

function readChoices(value: unknown): readonly Choice[] {
  return Array.isArray(value) ? value.filter(isWireObject).map(readChoice) : [];
}

function readChoice(value: WireObject, position: number): Choice {
  return {
    ...value,
    index: numberOr(value["index"], position),
    message: readMessage(value["message"]),
    finish_reason: reasonOf(value["finish_reason"]),
  };
}

const LISTS = ["tool_calls", "reasoning_details", "images", "annotations"] as const;

/** Reads an answer's message: an absent role is the assistant's, a null list is no list. */
export function readMessage(value: unknown): ChatMessage {
  const object = isWireObject(value) ? value : {};
  const message: Record<string, unknown> = { ...object };
  for (const name of LISTS) if (!Array.isArray(message[name])) delete message[name];
  if (Array.isArray(message["tool_calls"])) {
    message["tool_calls"] = message["tool_calls"].filter(isWireObject).map(readToolCall);
  }
  const { content } = message;
  return {
    ...message,
    role: (textOr(object["role"]) || "assistant") as Role,
    content: typeof content === "string" || Array.isArray(content) ? content : null,
  };
}

/** Reads a tool call: id and name may be missing, and arguments may be an object instead of its text. */
export function readToolCall(value: WireObject): ToolCall {
  const called = isWireObject(value["function"]) ? value["function"] : {};
  const { arguments: given } = called;
  return {
    ...value,
    id: textOr(value["id"]),
    type: (textOr(value["type"]) || "function") as "function",
    function: {
      ...called,
      name: textOr(called["name"]),
      arguments: isWireObject(given) ? JSON.stringify(given) : textOr(given),
    },
  };
}
