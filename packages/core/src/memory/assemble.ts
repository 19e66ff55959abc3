import type { ChatMessage, ContentPart } from "../chat/message.ts";
import type { MessageRecord } from "../conversation/message-record.ts";

/** What a request's messages are made of, whether planned now or rebuilt later. */
export interface RequestParts {
  system: string | null;
  /** Text of the running summary, null for none. */
  summary: string | null;
  /** Messages of the path that are sent, in order, the one answered last. */
  sent: readonly Pick<MessageRecord, "id" | "message">[];
  /** Text quoted behind a user message, by that message's id. */
  blocks: ReadonlyMap<string, string>;
  readsTokenIds: boolean;
}

/** The request's messages, byte for byte the same for the same parts. */
export function assembleMessages(parts: RequestParts): ChatMessage[] {
  const messages: ChatMessage[] = [];
  const head = headMessage(parts.system, parts.summary);
  if (head) messages.push(head);
  for (const { id, message } of parts.sent) {
    const block = parts.blocks.get(id);
    const whole = sentForm(message, parts.readsTokenIds);
    messages.push(block === undefined ? whole : withBlock(whole, block));
  }
  return messages;
}

/** The system message: the person's own prompt first, so that a summary never changes what it begins with. */
export function headMessage(system: string | null, summary: string | null): ChatMessage | null {
  if (summary === null) return system === null ? null : { role: "system", content: system };
  const note = `<summary of the earlier conversation>\n${summary}\n</summary>`;
  return { role: "system", content: system === null ? note : `${system}\n\n${note}` };
}

/** The message with a block after the person's own text; parts that are not text stay where they are. */
export function withBlock(message: ChatMessage, block: string): ChatMessage {
  const { content } = message;
  if (typeof content === "string") return { ...message, content: `${content}\n\n${block}` };
  const parts: readonly ContentPart[] = Array.isArray(content) ? content : [];
  return { ...message, content: [...parts, { type: "text", text: block }] };
}

/** The message as the wire may see it: `token_ids` go only to a model that reads them. */
export function sentForm(message: ChatMessage, readsTokenIds: boolean): ChatMessage {
  if (readsTokenIds || message.token_ids === undefined) return message;
  const { token_ids: _kept, ...rest } = message;
  return rest;
}
