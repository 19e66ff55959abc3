import { describe, it } from "vitest";
import { conversationStoreContract } from "./contracts/conversation-store-contract.ts";
import { createMemoryStore } from "./memory-store.ts";

describe("memory store", () => {
  for (const { name, run } of conversationStoreContract)
    it(name, () => run(async ({ now }) => createMemoryStore({ now })));
});
