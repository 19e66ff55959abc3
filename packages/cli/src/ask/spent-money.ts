import type { MemoryStore, TurnPorts } from "@colloquy/core";

/** US dollars that the answers and summaries of a conversation have cost, on all of its branches. */
export async function spentMoney(
  { store, memory }: { store: TurnPorts["store"]; memory: MemoryStore | undefined },
  conversationId: string | undefined,
): Promise<number> {
  if (conversationId === undefined) return 0;
  const answers = (await store.messages(conversationId)).flatMap(({ answer }) => answer ?? []);
  const summaries = (await memory?.summaries(conversationId)) ?? [];
  return [...answers, ...summaries].reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0);
}
