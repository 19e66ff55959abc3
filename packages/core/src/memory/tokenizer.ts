import type { ChatMessage } from "../chat/message.ts";

/** Tokens that belong to no message: before the first (a default system prompt) and after the last (the answer's opening). */
export interface TemplateTokens {
  lead: number;
  trail: number;
}

/**
 * Counts tokens for one model, synchronously. The contract: `countMessage` includes what the model's chat
 * template puts around the message, `countTemplate` what it adds to the whole prompt, so that a prompt's
 * size is `Σ countMessage(m) + lead + trail + countTools(tools)`, with nothing left over. The
 * same text always gives the same count under the same `id`.
 */
export interface Tokenizer {
  /** Names the rule and its version, `o200k_base` or `estimate/2`; counts are kept under it. */
  readonly id: string;
  /** True when the counts are the model's own. */
  readonly exact: boolean;
  /** In prose and code the real count lies within `count × (1 ± bound)`; 0 when exact. */
  readonly bound: number;
  /** The same for tools, where even an exact tokenizer can only guess how they are written. */
  readonly toolsBound?: number;
  /** Of a corrected estimate: the tokenizer whose counts are kept, and what they are multiplied by. */
  readonly base?: Tokenizer;
  readonly factor?: number;
  /** Tokens by which a message's count may be off beyond `bound`; nothing when absent. */
  uncertainty?(message: ChatMessage): number;
  countText(text: string): number;
  countMessage(message: ChatMessage): number;
  countTemplate(messages: readonly ChatMessage[]): TemplateTokens;
  countTools(tools: readonly unknown[]): number;
}

/** Tokens of a whole prompt, by the tokenizer's own parts. */
export function countPrompt(
  tokenizer: Tokenizer,
  messages: readonly ChatMessage[],
  tools: readonly unknown[] = [],
): number {
  const { lead, trail } = tokenizer.countTemplate(messages);
  let sum = lead + trail;
  for (const message of messages) sum += tokenizer.countMessage(message);
  return tools.length > 0 ? sum + tokenizer.countTools(tools) : sum;
}
