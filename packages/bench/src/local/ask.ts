import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { ChatMessage, ChatRequest } from "@colloquy/core";

/** What `ask-process.ts` is told. */
export interface AskOrder {
  cacheDir: string;
  saveStates: boolean;
  requests: readonly ChatRequest[];
}

/** What it tells of each answer. */
export interface Asked {
  text: string;
  token_ids: readonly number[];
  prompt_tokens: number;
  cached_tokens: number;
  /** Epoch milliseconds. */
  first_token_at: number;
}

/** Asks in a new process. `started` is when that was begun, in epoch milliseconds. */
export async function askInNewProcess(
  order: AskOrder,
): Promise<{ started: number; answers: readonly Asked[] }> {
  const script = fileURLToPath(new URL("./ask-process.ts", import.meta.url));
  const started = Date.now();
  const child = spawn(process.execPath, [...process.execArgv, script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(order));
  const lines = (await text(child.stdout)).trim().split("\n");
  if (lines.length !== order.requests.length)
    throw new Error("the process that asks the embedded model ended too soon");
  return { started, answers: lines.map((line) => JSON.parse(line) as Asked) };
}

/** An answer as a message of the next request. */
export function saidBefore({ text: content, token_ids }: Asked): ChatMessage {
  return { role: "assistant", content, token_ids };
}
