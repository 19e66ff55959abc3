import type { ChatMessage, Tokenizer } from "@colloquy/core";
import type { LoadedModel } from "../chat/loaded-model.ts";

/**
 * A loaded model's own counts: exact, because prompts are made of the same pieces. What a template does
 * that no message can answer for counts as its lead.
 */
export function localTokenizer({ engine, template, sha256 }: LoadedModel): Tokenizer {
  const countMessage = (message: ChatMessage): number => template.countMessage(message);
  return {
    id: `${sha256.slice(0, 12)}/${template.id}`,
    exact: true,
    bound: 0,
    countText: (text) => engine.tokenize(text).length,
    countMessage,
    countTemplate: (messages) => template.countFrame(messages),
    countTools: () => 0,
  };
}
