import type { Tokenizer } from "@colloquy/core";
import { framedTokenizer } from "./framing.ts";

/** OpenAI's encodings that are here. */
export type Encoding = "o200k_base" | "cl100k_base";

type CountTokens = (
  text: string,
  options: { allowedSpecial: Set<string>; disallowedSpecial: Set<string> },
) => number;

/** Names of special tokens inside a text are text: a message that quotes one is not an instruction. */
const AS_TEXT = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

/** How far another model's vocabulary may be from o200k in prose and code; `uncertainty` adds what else a text holds. */
export const FOREIGN_BOUND = 0.4;

/** The tokenizer of an encoding. Loading a vocabulary takes about 300 ms, once. */
export async function vocabularyTokenizer(
  encoding: Encoding,
  options: { exact: boolean } = { exact: true },
): Promise<Tokenizer> {
  const count = await countTokensOf(encoding);
  return framedTokenizer({
    id: options.exact ? encoding : `${encoding}/estimate`,
    exact: options.exact,
    bound: options.exact ? 0 : FOREIGN_BOUND,
    countText: (text) => count(text, AS_TEXT),
  });
}

async function countTokensOf(encoding: Encoding): Promise<CountTokens> {
  switch (encoding) {
    case "o200k_base":
      return (await import("gpt-tokenizer/encoding/o200k_base")).countTokens;
    case "cl100k_base":
      return (await import("gpt-tokenizer/encoding/cl100k_base")).countTokens;
  }
}
