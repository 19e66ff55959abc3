import type { Tokenizer } from "@colloquy/core";
import { estimateTokenizer } from "./estimate.ts";
import { vocabularyTokenizer, type Encoding } from "./vocabulary.ts";

/** Which of OpenAI's encodings a model uses; null for a model of someone else. */
export function encodingOf(model: string): Encoding | null {
  const name = model.slice(model.lastIndexOf("/") + 1).replace(/^.*:(?=gpt|o\d|chatgpt)/, "");
  if (/^(?:gpt-4o|gpt-4\.[15]|gpt-5|chatgpt-4o|o[134](?:$|-)|gpt-oss)/.test(name))
    return "o200k_base";
  if (/^(?:gpt-4(?:$|-)|gpt-3\.5)/.test(name)) return "cl100k_base";
  return null;
}

/**
 * A tokenizer for a model that is not in this process: its own encoding where that is here, otherwise o200k
 * as an estimate, or, for less than `cheapBelow` characters of history, an estimate that loads nothing.
 */
export async function tokenizerFor(
  model: string,
  options: { characters?: number; cheapBelow?: number } = {},
): Promise<Tokenizer> {
  const encoding = encodingOf(model);
  if (encoding) return vocabularyTokenizer(encoding);
  const { characters = Number.POSITIVE_INFINITY, cheapBelow = 0 } = options;
  if (characters < cheapBelow) return estimateTokenizer;
  return vocabularyTokenizer("o200k_base", { exact: false });
}
