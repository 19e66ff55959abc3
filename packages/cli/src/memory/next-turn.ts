import {
  pathForNext,
  turnSettings,
  type AnswerRecord,
  type ConversationRecord,
  type MessageRecord,
  type PlanTurn,
  type TurnSettings,
} from "@colloquy/core";
import { turnDefaults } from "../ask/turn-defaults.ts";
import type { CommandContext, OpenModel } from "../context.ts";
import { turnToPlan } from "./turn-to-plan.ts";
import { findConversation, lastConversation } from "../conversation/choose-conversation.ts";

/** A conversation with everything that a plan of its next turn is made from. */
export interface NextTurn {
  conversation: ConversationRecord;
  path: readonly MessageRecord[];
  settings: TurnSettings;
  model: OpenModel;
  turn: PlanTurn;
}

export interface NextTurnWish {
  /** An id, its beginning, or a title; this terminal's last conversation when not given. */
  named: string | undefined;
  /** What the next message would say. */
  text: string;
  /** Another model than the conversation's. */
  model?: string | undefined;
}

/** The next turn of a conversation, were it to say `text`. Throws `InvalidInputError` when there is none such. */
export async function nextTurn(
  context: CommandContext,
  { named, text, model: asked }: NextTurnWish,
): Promise<NextTurn> {
  const { conversations: store } = await context.store();
  const conversation =
    named === undefined ? await lastConversation(context) : await findConversation(store, named);
  const path = await pathForNext(conversation, { store, environment: context.environment });
  const settings = turnSettings(
    lastAnswer(path) ?? lastAnswer(await store.messages(conversation.id)),
    {
      defaults: turnDefaults(context),
      ...(asked !== undefined && { changes: { model: asked } }),
    },
  );
  const model = await context.model(settings.model, { unasked: true });
  return {
    conversation,
    path,
    settings,
    model,
    turn: turnToPlan(context, { conversationId: conversation.id, path, settings, model, text }),
  };
}

function lastAnswer(records: readonly MessageRecord[]): AnswerRecord | null {
  return records.findLast(({ answer }) => answer !== null)?.answer ?? null;
}
