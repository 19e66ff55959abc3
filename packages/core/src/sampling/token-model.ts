import type { ChatMessage } from "../chat/message.ts";

/** Where in a text the next token is asked for: a conversation with a begun answer, or plain text. */
export type TokenContext =
  | { messages: readonly ChatMessage[]; answer?: string; answer_token_ids?: readonly number[] }
  | { text: string }
  | { token_ids: readonly number[] };

/** The raw next-token logits at one point: before every stage of the chain, at temperature 1. */
export interface NextTokenLogits {
  /** One logit for each token of the vocabulary, by token id. */
  logits: Float32Array;
  /** Tokens read to get here. */
  context_tokens: number;
}

/** How surprising one token of a given text was. */
export interface TokenScore {
  token_id: number;
  token: string;
  /** Natural log of its raw probability, given all before it. */
  logprob: number;
  /** Entropy of the raw distribution at that place, in nats. */
  entropy: number;
  /** Place in the ranking by probability, 0 is the most likely. */
  rank: number;
}

/** A model whose tokens and whole distributions can be seen; only one that runs in this process can. */
export interface TokenModel {
  /** The model's name as a person gives it. */
  readonly model: string;
  readonly vocabularySize: number;
  tokenize(text: string): Promise<readonly number[]>;
  /** The token's text, lossy where a token is a part of a character. */
  tokenText(id: number): string;
  /** The text of several tokens, whole where they make whole characters. */
  detokenize(ids: readonly number[]): string;
  /** The next token's raw logits after `context`. */
  distribution(context: TokenContext, options?: { signal?: AbortSignal }): Promise<NextTokenLogits>;
  /** Scores the answer's tokens one at a time, exactly as when they were generated. */
  score(
    context: { messages: readonly ChatMessage[] } & (
      { answer: string } | { answer_token_ids: readonly number[] }
    ),
    options?: { signal?: AbortSignal },
  ): Promise<readonly TokenScore[]>;
}
