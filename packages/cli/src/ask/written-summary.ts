import {
  costOf,
  textOf,
  type ChatCompletion,
  type NeededSummary,
  type PlanTurn,
  type Prices,
  type StoredSummary,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";

interface WrittenSummary {
  completion: ChatCompletion;
  turn: PlanTurn;
  context: CommandContext;
  prices: Prices | undefined;
}

/** The record of a summary that a model wrote for a turn. */
export function writtenSummary(
  { record }: NeededSummary,
  { completion, turn, prices, context: { environment } }: WrittenSummary,
): StoredSummary {
  const created_at = new Date(environment.now()).toISOString();
  const message = completion.choices[0]?.message;
  return {
    id: environment.newId(),
    conversation_id: turn.conversation_id,
    text: message ? textOf(message).trim() : "",
    covers_from_id: record.covers.from_id,
    covers_to_id: record.covers.to_id,
    extends_id: record.extends_id,
    model: turn.settings.model,
    usage: completion.usage ?? null,
    cost_usd: costOf(completion.usage, prices ?? null, created_at),
    created_at,
    retired_at: null,
  };
}
