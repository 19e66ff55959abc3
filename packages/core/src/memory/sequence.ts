import type { MessageRecord } from "../conversation/message-record.ts";
import type { ContextPlan, RecalledBlock } from "./context-plan.ts";

/**
 * Positions on the path that a plan sent, ascending, its own message included. `path` runs from the root
 * through the plan's message, perhaps further. Null when the plan is of another path.
 */
export function sentPositions(
  plan: ContextPlan,
  path: readonly Pick<MessageRecord, "id">[],
): number[] | null {
  const positions: number[] = [];
  let at = 0;
  for (const run of plan.runs) {
    const end = at + run.messages;
    if (path[at]?.id !== run.from_id || path[end - 1]?.id !== run.to_id) return null;
    if (run.state === "sent" || run.state === "pinned") {
      for (let i = at; i < end; i++) positions.push(i);
    }
    at = end;
  }
  if (path[at]?.id !== plan.message_id) return null;
  for (let i = 0; i < plan.tail_messages; i++) positions.push(at + i);
  return positions;
}

/** The sources of each quoted block by the message it follows, as one comparable text. */
export function blockKeys(blocks: readonly RecalledBlock[]): ReadonlyMap<string, string> {
  return new Map(blocks.map((block) => [block.at_id, block.sources.join(" ")]));
}
