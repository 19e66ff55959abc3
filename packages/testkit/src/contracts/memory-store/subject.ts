import {
  TERMS_VERSION,
  type ConversationStore,
  type Ledger,
  type MemoryStore,
  type MessageTerms,
  type StoredSummary,
} from "@colloquy/core";
import {
  fixtureIds,
  FIXTURE_START,
  fixtureTime,
  turnEnd,
  turnStart,
} from "../../store/conversation-fixtures.ts";
import type { ContractCase } from "../contract-case.ts";

/** Opens an empty store whose clock is `now` (epoch milliseconds). Closing it is the opener's affair. */
export type OpenMemory = (options: {
  now: () => number;
}) => Promise<{ conversations: ConversationStore; memory: MemoryStore; ledger: Ledger }>;

export type MemoryStoreCase = ContractCase<OpenMemory>;

/** Terms as recall keeps them. */
export const termsOf = (...stems: readonly (string | number)[]): MessageTerms => ({
  version: TERMS_VERSION,
  stems,
  concepts: ["place"],
  dates: ["2026-05-08"],
});

/** A store with one whole turn, its clock, and a turn that could follow. */
export async function opened(open: OpenMemory) {
  const clock = { at: FIXTURE_START };
  const { conversations, memory, ledger } = await open({ now: () => clock.at });
  const newId = fixtureIds();
  const id = newId();
  const turn = turnStart({ conversation_id: id, text: "Hi", newId });
  await conversations.begin(turn);
  await conversations.finish(turn.assistant.id, turnEnd(turn, "Hello"));
  const question = turn.user?.id ?? "";
  const answer = turn.assistant.id;
  const next = turnStart({ conversation_id: id, parent_id: answer, text: "More", at: 9, newId });
  return { conversations, memory, ledger, clock, newId, id, question, answer, next };
}

/** A summary by a model of that stretch. */
export function summaryOf(
  id: string,
  { conversation_id, from, to }: { conversation_id: string; from: string; to: string },
): StoredSummary {
  return {
    id,
    text: `They said hello (${id}).`,
    conversation_id,
    covers_from_id: from,
    covers_to_id: to,
    extends_id: null,
    model: "x/y",
    usage: { prompt_tokens: 3 },
    cost_usd: null,
    created_at: fixtureTime(),
    retired_at: null,
  };
}
