import type { ConversationStore, ExperimentStore, Ledger, MemoryStore } from "@colloquy/core";
import { createMemoryExperimentStore } from "./lab/memory-experiment-store.ts";
import { MemoryConversations } from "./store/memory-conversations.ts";
import { MemoryLedger } from "./store/memory-ledger.ts";

/** A store that forgets: the ports of `@colloquy/store` held in memory, for tests. */
export function createMemoryStore({ now = () => 0 }: { now?: () => number } = {}): {
  conversations: ConversationStore;
  memory: MemoryStore;
  experiments: ExperimentStore;
  ledger: Ledger;
  close(): Promise<void>;
} {
  const ledger = new MemoryLedger();
  const conversations = new MemoryConversations(ledger, now);
  const { memory } = conversations;
  const experiments = createMemoryExperimentStore();
  return { conversations, memory, experiments, ledger, close: () => conversations.close() };
}
