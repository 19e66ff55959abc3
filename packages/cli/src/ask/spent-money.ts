import type { Ledger, TurnPorts } from "@colloquy/core";

/**
 * US dollars that a conversation has cost, on all of its branches: answers, and summaries even where they came
 * to nothing. Without a ledger nothing is kept, and answers are all there is.
 */
export async function spentMoney(
  { store, ledger }: { store: TurnPorts["store"]; ledger: Ledger | undefined },
  conversationId: string | undefined,
): Promise<number> {
  if (conversationId === undefined) return 0;
  if (ledger) {
    const rows = await ledger.sum("conversation");
    return rows.find(({ key }) => key === conversationId)?.cost_usd ?? 0;
  }
  const answers = (await store.messages(conversationId)).flatMap(({ answer }) => answer ?? []);
  return answers.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0);
}
