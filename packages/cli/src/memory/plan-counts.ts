import { MessageCounts, textOf, type MemoryStore, type PlanTurn } from "@colloquy/core";
import type { OpenModel } from "../context.ts";
import { modelTokenizer } from "./model-tokenizer.ts";

export interface CountWishes {
  memory: MemoryStore | undefined;
  lessons: Awaited<ReturnType<MemoryStore["lessons"]>> | undefined;
  exact: boolean;
  signal: AbortSignal;
  budget: number | null;
}

/** Counts messages for a model, those that were counted before as they were. */
export async function planCounts(
  turn: PlanTurn,
  model: OpenModel,
  { memory, lessons, exact, signal, budget }: CountWishes,
): Promise<MessageCounts> {
  const said = [...turn.path, ...(turn.message ? [turn.message] : [])];
  const system = turn.settings.system?.length ?? 0;
  const characters = said.reduce((sum, { message }) => sum + textOf(message).length, system);
  const tokenizer = await modelTokenizer(model, {
    characters,
    exact,
    budget,
    lessons,
    signal,
  });
  const kept =
    turn.path.length > 0
      ? await memory?.tokenCounts(turn.conversation_id, tokenizer.id)
      : undefined;
  return new MessageCounts(tokenizer, kept);
}
