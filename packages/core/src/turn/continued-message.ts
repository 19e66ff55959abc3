import { textOf, type ChatMessage } from "../chat/message.ts";

/** An answer written on: the text of `before`, then what came now. Token ids are kept while both have them. */
export function continuedMessage(before: ChatMessage, next: ChatMessage): ChatMessage {
  const { token_ids: earlier, ...old } = before;
  const { token_ids: later, ...added } = next;
  const reasoning = [old.reasoning, added.reasoning].filter(Boolean).join("\n");
  return {
    ...old,
    ...added,
    content: textOf(before) + textOf(next),
    ...(reasoning && { reasoning }),
    ...(earlier && later && { token_ids: [...earlier, ...later] }),
  };
}
