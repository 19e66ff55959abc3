import type { ChatMessage } from "../../chat/message.ts";
import type { Tokenizer } from "../tokenizer.ts";

/** Counts words and signs, and frames each message, so that sums can be checked by hand. */
export const wordTokenizer: Tokenizer = {
  id: "words/1",
  exact: true,
  bound: 0,
  countText: (text) => text.match(/\w+|[^\w\s]/g)?.length ?? 0,
  countMessage: (message) =>
    4 + wordTokenizer.countText(JSON.stringify(message.content ?? "")) + callTokens(message),
  countTemplate: () => ({ lead: 2, trail: 3 }),
  countTools: (tools) => wordTokenizer.countText(JSON.stringify(tools)),
};

function callTokens(message: ChatMessage): number {
  return message.tool_calls ? wordTokenizer.countText(JSON.stringify(message.tool_calls)) : 0;
}
