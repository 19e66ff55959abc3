import {
  candidatesFromLogits,
  InvalidInputError,
  logSumExp,
  type ChatMessage,
  type NextTokenLogits,
  type TokenContext,
  type TokenModel,
  type TokenScore,
} from "@colloquy/core";
import type { LoadedModel } from "../chat/loaded-model.ts";
import { windowExceeded } from "../chat/window-error.ts";
import { promptTokens } from "../template/chat-template.ts";

/** What stands before the place in question, and how it is read: a prompt in one go, an answer token by token. */
interface Place {
  prompt: readonly number[];
  answer: readonly number[];
}

/** The tokens and distributions of a loaded model. */
export function localTokenModel(loaded: LoadedModel): TokenModel {
  const { engine, name } = loaded;
  const checked = (place: Place): Place => {
    const length = place.prompt.length + place.answer.length;
    if (place.prompt.length === 0) throw nothingToRead();
    if (length > engine.window) throw windowExceeded(name, length, engine.window);
    return place;
  };
  return {
    model: name,
    vocabularySize: engine.vocabularySize,
    tokenize: (text) => Promise.resolve(engine.tokenize(text)),
    tokenText: (id) => engine.bytes.text([id]),
    detokenize: (ids) => engine.bytes.text(ids),
    async distribution(context, options = {}): Promise<NextTokenLogits> {
      const { prompt, answer } = checked(placeOf(loaded, context));
      let logits = new Float32Array();
      await engine.follow({
        prompt,
        answer,
        from: answer.length,
        signal: options.signal,
        onLogits: (_, found) => {
          logits = new Float32Array(found);
        },
      });
      return { logits, context_tokens: prompt.length + answer.length };
    },
    async score(context, options = {}): Promise<readonly TokenScore[]> {
      const { prompt, answer } = checked(placeOf(loaded, context));
      const scores: TokenScore[] = [];
      await engine.follow({
        prompt,
        answer: answer.slice(0, -1),
        from: 0,
        signal: options.signal,
        onLogits: (place, logits) => {
          const token = answer[place];
          if (token !== undefined) scores.push(scoreOf(token, logits, engine.bytes.text([token])));
        },
      });
      return scores;
    },
  };
}

function placeOf(
  { engine, template }: LoadedModel,
  context:
    | TokenContext
    | { messages: readonly ChatMessage[]; answer?: string; answer_token_ids?: readonly number[] },
): Place {
  if ("token_ids" in context) return { prompt: context.token_ids, answer: [] };
  if ("text" in context) return { prompt: engine.tokenize(context.text), answer: [] };
  return {
    prompt: promptTokens(template.render(context.messages)),
    answer: context.answer_token_ids ?? engine.tokenize(context.answer ?? ""),
  };
}

function scoreOf(token: number, logits: Float32Array, text: string): TokenScore {
  const own = logits[token] ?? Number.NEGATIVE_INFINITY;
  const normaliser = logSumExp(candidatesFromLogits(logits));
  let entropy = 0;
  let rank = 0;
  for (const [id, logit] of logits.entries()) {
    if (logit > own || (logit === own && id < token)) rank++;
    const logprob = logit - normaliser;
    if (logprob > Number.NEGATIVE_INFINITY) entropy -= Math.exp(logprob) * logprob;
  }
  return { token_id: token, token: text, logprob: own - normaliser, entropy, rank };
}

function nothingToRead(): InvalidInputError {
  return new InvalidInputError({
    message: "there is no text whose next token could be asked for",
    remedy: "Give at least one word.",
    details: { field: "text", given: "", allowed: "at least one token" },
  });
}
