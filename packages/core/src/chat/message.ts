/** A piece of a message's content. Parts of a type not listed here are kept as they are. */
export type ContentPart =
  | { type: "text"; text: string; [key: string]: unknown }
  | { type: "image_url"; image_url: { url: string; detail?: string }; [key: string]: unknown }
  | { type: string; [key: string]: unknown };

/** A call the model asks for. `arguments` is JSON text as the model wrote it, perhaps invalid. */
export interface ToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
  [key: string]: unknown;
}

export type Role = "system" | "developer" | "user" | "assistant" | "tool";

/**
 * A message in the wire's own words. Unknown fields are kept: a provider may add some without notice,
 * and what was received is sent back unchanged.
 */
export interface ChatMessage {
  role: Role;
  content?: string | readonly ContentPart[] | null;
  name?: string;
  tool_calls?: readonly ToolCall[];
  tool_call_id?: string;
  refusal?: string | null;
  reasoning?: string | null;
  /** Opaque to us, returned to the provider in the order and shape received. */
  reasoning_details?: readonly unknown[];
  images?: readonly unknown[];
  annotations?: readonly unknown[];
  audio?: unknown;
  /** Token ids of an answer, only for a model that declares `readsTokenIds`; never sent elsewhere. */
  token_ids?: readonly number[];
  [key: string]: unknown;
}

/** The text a person would read of a message: its text parts joined, "" when there is none. */
export function textOf(message: Pick<ChatMessage, "content">): string {
  const { content } = message;
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return (content as readonly ContentPart[])
    .map((part) => (part.type === "text" && typeof part["text"] === "string" ? part["text"] : ""))
    .join("");
}
