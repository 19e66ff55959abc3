import type { MessageRecord, PlanTurn, TurnSettings } from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";

export interface TurnParts {
  conversationId: string;
  path: readonly MessageRecord[];
  settings: TurnSettings;
  model: OpenModel;
  /** What the next message would say. */
  text: string;
}

/** A turn that nobody has begun, as a plan takes it. */
export function turnToPlan(
  { environment }: Pick<CommandContext, "environment">,
  { conversationId, path, settings, model, text }: TurnParts,
): PlanTurn {
  return {
    conversation_id: conversationId,
    path,
    message: {
      id: environment.newId(),
      created_at: new Date(environment.now()).toISOString(),
      message: { role: "user", content: text },
    },
    settings,
    request: { ...settings.parameters, model: model.id },
    previous: path.findLast(({ answer }) => answer?.plan)?.answer?.plan ?? null,
    readsTokenIds: model.chat.readsTokenIds ?? false,
  };
}
