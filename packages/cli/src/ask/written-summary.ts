import {
  costOf,
  textOf,
  type ChatCompletion,
  type LedgerEntry,
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

/** What writing a summary took, whatever became of it. */
export function summaryCall({
  completion: { usage },
  turn,
  prices,
  context: { environment },
}: WrittenSummary): LedgerEntry {
  const created_at = new Date(environment.now()).toISOString();
  return {
    message_id: environment.newId(),
    conversation_id: turn.conversation_id,
    model: turn.settings.model,
    created_at,
    usage: usage ?? null,
    cost_usd: costOf(usage, prices ?? null, created_at),
  };
}

/** The record of a summary that a model wrote for a turn. */
export function writtenSummary({ record }: NeededSummary, written: WrittenSummary): StoredSummary {
  const { message_id, ...call } = summaryCall(written);
  const message = written.completion.choices[0]?.message;
  return {
    ...call,
    id: message_id,
    conversation_id: written.turn.conversation_id,
    text: message ? textOf(message).trim() : "",
    covers_from_id: record.covers.from_id,
    covers_to_id: record.covers.to_id,
    extends_id: record.extends_id,
    retired_at: null,
  };
}
