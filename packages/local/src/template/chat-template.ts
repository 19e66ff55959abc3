import type { ChatMessage, TemplateTokens } from "@colloquy/core";

/** A prompt as tokens, in the pieces it is made of: `lead`, one list a message, `trail`. */
export interface RenderedPrompt {
  /** What the template puts before the first message, such as a system prompt of its own. */
  lead: readonly number[];
  /** Each message with what the template puts around it, in the request's order. */
  messages: readonly (readonly number[])[];
  /** What the template puts after the last message: the opening of the answer. */
  trail: readonly number[];
}

/** How a model wants a conversation written. Its pieces, joined, are the prompt, nothing left over. */
export interface ChatTemplate {
  /** Names the rule, so that counts can be kept under it. */
  readonly id: string;
  render(messages: readonly ChatMessage[]): RenderedPrompt;
  /** A message's own tokens, whatever stands beside it; with `countFrame` of a list they sum up to its prompt. */
  countMessage(message: ChatMessage): number;
  countFrame(messages: readonly ChatMessage[]): TemplateTokens;
  /** What a prompt that goes on after `answer` begins with, undefined where the template does not tell. */
  continuation(prompt: readonly number[], answer: readonly number[]): readonly number[] | undefined;
}

/** The whole prompt's tokens. */
export function promptTokens({ lead, messages, trail }: RenderedPrompt): number[] {
  return [lead, ...messages, trail].flat();
}
