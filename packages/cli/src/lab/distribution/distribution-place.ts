import {
  InvalidInputError,
  textOf,
  type ChatMessage,
  type MessageRecord,
  type TokenContext,
  type TokenModel,
} from "@colloquy/core";
import type { CommandContext } from "../../context.ts";
import { findMessage } from "../../conversation/find-message.ts";
import { sentRequest } from "../../conversation/sent-request.ts";
import { embeddedModels } from "../../server/model-name.ts";

/** A stored answer as a place to look at: what was sent for it, and its own tokens. */
export interface AnswerPlace {
  record: MessageRecord;
  messages: readonly ChatMessage[];
  /** The model that answered, as it was named. */
  model: string;
  text: string;
  /** The answer's own token ids; undefined for one of another model. */
  token_ids: readonly number[] | undefined;
}

/** Reads a stored answer by id or its beginning. Throws `InvalidInputError`. */
export async function answerPlace(context: CommandContext, id: string): Promise<AnswerPlace> {
  const { conversations: store } = await context.store();
  const record = await findMessage(store, id);
  const choice = record.answer?.completion?.choices[0];
  if (!record.answer || !choice) throw noAnswer(id);
  const path = await store.path(record.conversation_id, record.id);
  const { request } = await sentRequest(context, path);
  return {
    record,
    messages: request.messages,
    model: record.answer.model,
    text: textOf(record.message),
    token_ids: choice.token_ids,
  };
}

/** The model whose distribution is looked at: the answer's own if it is inside, else the embedded one. */
export async function openTokens(
  context: CommandContext,
  name: string | undefined,
  fallback: string,
): Promise<TokenModel> {
  const wanted = name ?? fallback;
  const open = await context.model(wanted);
  if (open.tokens) return open.tokens({ signal: context.signal });
  if (name === undefined) {
    const embedded = await context.model(embeddedModels[0] ?? "");
    if (embedded.tokens) return embedded.tokens({ signal: context.signal });
  }
  throw new InvalidInputError({
    message: `${wanted} does not show its distribution: it is not in this process`,
    code: "no_distribution",
    remedy:
      "Use -m smollm2-135m or a .gguf file; a server tells at most 20 alternatives (-o top_logprobs 20).",
    details: { field: "model", given: wanted, allowed: "a model inside" },
  });
}

/** The context before token `at` of an answer; what another model wrote is read by its text. */
export function contextAt(
  place: AnswerPlace,
  { at, tokens, own }: { at: number; tokens: readonly number[]; own: boolean },
): TokenContext {
  if (at > tokens.length)
    throw new InvalidInputError({
      message: `--at ${at}: the answer has ${tokens.length} tokens`,
      remedy: `Give a place from 0 to ${tokens.length}.`,
      details: { field: "at", given: at, allowed: `0 to ${tokens.length}` },
    });
  const answer_token_ids = tokens.slice(0, at);
  return own || at > 0
    ? { messages: place.messages, answer_token_ids }
    : { messages: place.messages };
}

function noAnswer(id: string): InvalidInputError {
  return new InvalidInputError({
    message: `message ${id} is no answer of a model`,
    code: "no_answer",
    remedy: "`colloquy log show` lists the messages of a conversation.",
    details: { field: "message", given: id },
  });
}
