import type { TokenModel, TokenScore } from "@colloquy/core";
import { columns } from "../../render/columns.ts";
import type { AnswerPlace } from "./distribution-place.ts";
import { tokenWords } from "./distribution-text.ts";

/** The tokens of a stored answer with their probabilities. */
export interface AnswerTokens {
  /** The model that judged. */
  model: string;
  /** `own`: recomputed exactly from the answer's token ids; `text`: how surprising another's text was to this one. */
  source: "own" | "text";
  tokens: readonly TokenScore[];
}

/** Whether the answer is this model's own, with its token ids kept. */
export const isOwn = (place: AnswerPlace, tokens: TokenModel): boolean =>
  place.token_ids !== undefined && place.model === tokens.model;

/** Scores a stored answer, one token at a time as when it was written. */
export async function answerTokens(
  place: AnswerPlace,
  tokens: TokenModel,
  signal: AbortSignal,
): Promise<AnswerTokens> {
  const own = isOwn(place, tokens);
  const scored = await tokens.score(
    own && place.token_ids
      ? { messages: place.messages, answer_token_ids: place.token_ids }
      : { messages: place.messages, answer: place.text },
    { signal },
  );
  return { model: tokens.model, source: own ? "own" : "text", tokens: scored };
}

/** One line a token. */
export function answerTokensText({ model, source, tokens }: AnswerTokens): string {
  const head =
    source === "own"
      ? `each token as ${model} saw it when it wrote it`
      : `how surprising the text is to ${model}, which did not write it`;
  const rows = columns(
    [
      { title: "at", align: "right" },
      { title: "token" },
      { title: "probability", align: "right" },
      { title: "rank", align: "right" },
      { title: "entropy", align: "right" },
    ],
    tokens.map(({ token, logprob, rank, entropy }, index) => [
      String(index),
      tokenWords(token),
      `${(100 * Math.exp(logprob)).toFixed(2)}%`,
      String(rank + 1),
      entropy.toFixed(3),
    ]),
  );
  return `${head}\n${rows.join("\n")}\n`;
}
