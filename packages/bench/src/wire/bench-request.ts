import type { ChatRequest } from "@colloquy/core";

/** The request that every subject of a wire bench sends. */
export const benchRequest: ChatRequest = {
  model: "any/model",
  messages: [
    { role: "system", content: "You are a patient assistant." },
    { role: "user", content: "What is the capital of France? Answer in one word." },
  ],
  temperature: 0,
  max_tokens: 100,
};

/** An answer that is not whole makes every figure worthless. */
export function requireWhole(condition: boolean, subject: string): void {
  if (!condition) throw new Error(`${subject}: the answer is not whole`);
}
