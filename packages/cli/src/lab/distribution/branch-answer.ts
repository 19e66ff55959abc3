import {
  InvalidInputError,
  type AnswerRecord,
  type ConversationRecord,
  type TokenModel,
} from "@colloquy/core";
import { openTurn } from "../../ask/open-turn.ts";
import { sayEnd } from "../../ask/say-turn.ts";
import { showTurn } from "../../ask/show-turn.ts";
import type { TurnReport } from "../../ask/turn-report.ts";
import type { CommandContext } from "../../context.ts";
import type { AnswerPlace } from "./distribution-place.ts";

/** Where an answer takes another way: its tokens before `at`, then this one. */
export interface Fork {
  at: number;
  token_id: number;
}

/** Reads a token by id, or by the text that is exactly one token. */
export async function readToken(tokens: TokenModel, text: string): Promise<number> {
  if (/^#\d+$/.test(text) && Number(text.slice(1)) < tokens.vocabularySize)
    return Number(text.slice(1));
  const [only, ...others] = await tokens.tokenize(text);
  if (only !== undefined && others.length === 0) return only;
  throw new InvalidInputError({
    message: `--branch ${JSON.stringify(text)} is ${others.length + (only === undefined ? 0 : 1)} tokens, not one`,
    remedy: "Give one token's text with its space, or its id as #123; the bars name both.",
    details: { field: "branch", given: text, allowed: "one token" },
  });
}

/**
 * Writes an answer anew from an alternative token on: a sibling of the answer in its conversation, begun with
 * the same tokens up to there.
 */
export async function branchAnswer(
  context: CommandContext,
  place: AnswerPlace,
  { fork, tokens, hidden }: { fork: Fork; tokens: TokenModel; hidden: boolean },
): Promise<TurnReport> {
  const begun = [...(place.token_ids ?? []).slice(0, fork.at), fork.token_id];
  const begunId = await keepBeginning(context, place, begun, tokens);
  const turn = await openTurn(context, { log: true, conversationId: place.record.conversation_id });
  if (!hidden) context.screen.print(tokens.detokenize(begun));
  const report = await showTurn(
    context,
    {
      turn,
      input: {
        conversation_id: place.record.conversation_id,
        act: { type: "continue", answer_id: begunId },
        defaults: { model: place.model },
        signal: context.signal,
      },
    },
    { hidden },
  );
  sayEnd(context, report, { usage: false, inChat: false });
  return report;
}

/** Keeps the beginning as an answer that was broken off there, which a turn can continue. */
async function keepBeginning(
  context: CommandContext,
  { record }: AnswerPlace,
  begun: readonly number[],
  tokens: TokenModel,
): Promise<string> {
  const { conversations: store } = await context.store();
  const conversation = await store.conversation(record.conversation_id);
  const { answer } = record;
  if (!conversation || !answer) throw new Error("an answer without its conversation");
  const at = new Date(context.environment.now()).toISOString();
  const message = {
    role: "assistant",
    content: tokens.detokenize(begun),
    token_ids: begun,
  } as const;
  const row: AnswerRecord = {
    ...answer,
    completion: null,
    usage: null,
    cost_usd: null,
    timing: { started_at: at, first_token_ms: null, total_ms: null },
    error: null,
    heartbeat_at: at,
  };
  const id = context.environment.newId();
  const updated: ConversationRecord = { ...conversation, updated_at: at };
  await store.begin({
    conversation: updated,
    user: null,
    assistant: { ...record, id, created_at: at, message, state: "interrupted", answer: row },
  });
  await store.finish(id, {
    message,
    state: "interrupted",
    answer: { ...row, timing: { ...row.timing, total_ms: 0 } },
  });
  return id;
}
