import { describe, it } from "vitest";
import { conversationStoreContract } from "./contracts/conversation-store-contract.ts";
import { memoryStoreContract } from "./contracts/memory-store-contract.ts";
import { createMemoryStore } from "./memory-store.ts";

describe("memory store", () => {
  for (const { name, run } of memoryStoreContract)
    it(name, () => run(async ({ now }) => createMemoryStore({ now })));

  for (const { name, run } of conversationStoreContract)
    it(name, () => run(async ({ now }) => createMemoryStore({ now })));
});
