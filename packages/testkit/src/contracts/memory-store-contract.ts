import { madeAgainCases } from "./memory-store/made-again.ts";
import { markAndSummaryCases } from "./memory-store/marks-and-summaries.ts";
import type { MemoryStoreCase } from "./memory-store/subject.ts";

/** What every `MemoryStore` must do. Each case opens a store of its own. */
export const memoryStoreContract: readonly MemoryStoreCase[] = [
  ...markAndSummaryCases,
  ...madeAgainCases,
];
