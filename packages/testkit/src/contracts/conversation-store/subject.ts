import assert from "node:assert/strict";
import {
  StoreError,
  type ConversationStore,
  type Ledger,
  type StoreErrorCode,
} from "@colloquy/core";
import type { ContractCase } from "../contract-case.ts";

/** Opens an empty store whose clock is `now` (epoch milliseconds). Closing it is the opener's affair. */
export type OpenStore = (options: {
  now: () => number;
}) => Promise<{ conversations: ConversationStore; ledger: Ledger }>;

export type StoreCase = ContractCase<OpenStore>;

/** The promise must fail with a `StoreError` of that code, in words a person can read. */
export async function refuses(code: StoreErrorCode, work: () => Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof StoreError, `not a StoreError: ${String(error)}`);
    assert.equal(error.record.code, code);
    assert.ok(error.record.message.length > 0);
    return true;
  });
}
