import type { ChatRequest } from "../chat/request.ts";
import type { MessageRecord } from "../conversation/message-record.ts";
import { assembleMessages } from "./assemble.ts";
import type { ContextPlan } from "./context-plan.ts";
import { historyOfTurns } from "./history.ts";
import type { SummaryRecord } from "./plan-input.ts";
import { writeBlocks } from "./policy/kept-blocks.ts";
import { requestWith, type RequestFields } from "./request-with.ts";
import { sentPositions } from "./sequence.ts";
import { sha256 } from "./sha256.ts";

export interface RebuildInput {
  /** Root to the plan's message at least; what came later is ignored. */
  path: readonly MessageRecord[];
  system: string | null;
  /** The request but its messages, as it was planned. */
  request: RequestFields;
  /** The summary that the plan names, when it names one. */
  summary?: SummaryRecord | null;
  readsTokenIds?: boolean;
}

/** A past request as it was sent, and whether its hash says that it is byte for byte the same. */
export interface RebuiltRequest {
  request: ChatRequest;
  verified: boolean;
}

/** Rebuilds the request that a plan describes from the stored messages; null when the path is not the plan's. */
export function rebuildRequest(plan: ContextPlan, input: RebuildInput): RebuiltRequest | null {
  const positions = sentPositions(plan, input.path);
  if (positions === null) return null;
  const blocks = writeBlocks(plan.recalled, { history: historyOfTurns(input.path) });
  const messages = assembleMessages({
    system: input.system,
    summary: plan.summary ? (input.summary?.text ?? null) : null,
    sent: positions.flatMap((i) => input.path[i] ?? []),
    blocks: new Map(blocks.map((block) => [block.at_id, block.text])),
    readsTokenIds: input.readsTokenIds ?? false,
  });
  const request = requestWith(input.request, messages);
  return { request, verified: sha256(JSON.stringify(request)) === plan.sha256 };
}
