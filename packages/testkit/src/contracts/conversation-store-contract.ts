import { keepingCases } from "./conversation-store/keeping.ts";
import { readingCases } from "./conversation-store/reading.ts";
import { searchCases } from "./conversation-store/search.ts";
import { spendingCases } from "./conversation-store/spending.ts";
import type { StoreCase } from "./conversation-store/subject.ts";
import { turnCases } from "./conversation-store/turns.ts";

/** What every `ConversationStore` and the `Ledger` over it must do. Each case opens stores of its own. */
export const conversationStoreContract: readonly StoreCase[] = [
  ...turnCases,
  ...readingCases,
  ...searchCases,
  ...keepingCases,
  ...spendingCases,
];
