import type { ChatCompletionChunk, ChunkChoice, MessageDelta } from "./completion.ts";
import { isWireObject, numberOr, readTextError, reasonOf, textOr } from "./wire-value.ts";
import type { WireObject } from "./wire-value.ts";

/**
 * Reads one streamed chunk as it came, whatever is null or missing: no field is refused and unknown ones
 * are kept. A well-formed chunk is returned itself, not copied. A value that is no object gives a chunk
 * without choices.
 */
export function readChunk(value: unknown): ChatCompletionChunk {
  if (isChunk(value)) return value;
  const object = isWireObject(value) ? value : {};
  return {
    ...object,
    id: textOr(object["id"]),
    object: "chat.completion.chunk",
    created: numberOr(object["created"], 0),
    model: textOr(object["model"]),
    choices: readChoices(object["choices"]),
    ...readTextError(object["error"]),
  };
}

function isChunk(value: unknown): value is ChatCompletionChunk {
  if (typeof value !== "object" || value === null) return false;
  const chunk = value as WireObject;
  if (
    typeof chunk["id"] !== "string" ||
    typeof chunk["created"] !== "number" ||
    typeof chunk["model"] !== "string" ||
    chunk["object"] !== "chat.completion.chunk" ||
    !Array.isArray(chunk["choices"]) ||
    typeof chunk["error"] === "string"
  ) {
    return false;
  }
  for (const choice of chunk["choices"]) if (!isChoice(choice)) return false;
  return true;
}

function isChoice(value: unknown): value is ChunkChoice {
  if (typeof value !== "object" || value === null) return false;
  const choice = value as WireObject;
  const reason = choice["finish_reason"];
  return (
    typeof choice["index"] === "number" &&
    isWireObject(choice["delta"]) &&
    (reason === null || (typeof reason === "string" && reason !== ""))
  );
}

function readChoices(value: unknown): readonly ChunkChoice[] {
  return Array.isArray(value) ? value.filter(isWireObject).map(readChoice) : [];
}

/** A choice may say `message` where a chunk should say `delta`; both are the same thing here. */
function readChoice(value: WireObject, position: number): ChunkChoice {
  const { delta, message, ...rest } = value;
  const isWhole = !isWireObject(delta) && isWireObject(message);
  return {
    ...rest,
    ...(message !== undefined && !isWhole ? { message } : {}),
    index: numberOr(value["index"], position),
    delta: (isWhole ? message : isWireObject(delta) ? delta : {}) as MessageDelta,
    finish_reason: reasonOf(value["finish_reason"]),
  };
}
