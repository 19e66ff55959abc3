import type { ChatMessage } from "@colloquy/core";

/** Tokens that a message's role and delimiters add, in common chat templates. */
const PER_MESSAGE = 5;

/**
 * About how many tokens messages are, without a tokenizer: a token for four characters of ASCII, one for
 * every other character. High for most scripts, low for none that common vocabularies know.
 */
export function estimateTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + PER_MESSAGE + textTokens(said(message)), 0);
}

function said({ content, tool_calls, reasoning_details }: ChatMessage): string {
  const text = typeof content === "string" ? content : content ? JSON.stringify(content) : "";
  const rest = [tool_calls, reasoning_details].filter((part) => part?.length);
  return rest.length > 0 ? text + JSON.stringify(rest) : text;
}

function textTokens(text: string): number {
  const other = text.match(/[^\u0000-\u007f]/gu)?.length ?? 0;
  return Math.ceil((text.length - other) / 4) + other;
}
