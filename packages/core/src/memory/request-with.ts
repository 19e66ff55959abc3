import type { ChatMessage } from "../chat/message.ts";
import type { ChatRequest } from "../chat/request.ts";

/** A request but its messages: the model, the parameters that somebody set, the tools. */
export interface RequestFields {
  model: string;
  [parameter: string]: unknown;
}

/** The request that `messages` belong to, in the field order in which it is hashed and sent. */
export function requestWith(
  { model, ...rest }: RequestFields,
  messages: readonly ChatMessage[],
): ChatRequest {
  return { model, messages, ...rest };
}
