import type { MessageRecord } from "../conversation/message-record.ts";
import type { ContextPlan, MessageFate, RecalledBlock } from "./context-plan.ts";
import type { MessageCounts } from "./message-counts.ts";

/** One message of the path as a plan treated it. */
export interface PlannedMessage {
  id: string;
  state: MessageFate;
  reason: string;
  tokens: number;
}

/**
 * A plan message by message: its runs spread over the path, and what was brought back named as such. Null
 * when the plan is of another path.
 */
export function planView(
  plan: ContextPlan,
  path: readonly MessageRecord[],
  counts: MessageCounts,
): PlannedMessage[] | null {
  const recalled = recalledReasons(plan);
  const view: PlannedMessage[] = [];
  for (const run of plan.runs) {
    const records = path.slice(view.length, view.length + run.messages);
    if (records[0]?.id !== run.from_id || records.at(-1)?.id !== run.to_id) return null;
    for (const record of records) {
      const reason = run.state === "dropped" ? recalled.get(view.length) : undefined;
      view.push({
        id: record.id,
        state: reason === undefined ? run.state : "recalled",
        reason: reason ?? run.reason,
        tokens: counts.of(record),
      });
    }
  }
  return view;
}

function recalledReasons({ recalled, message_id }: ContextPlan): ReadonlyMap<number, string> {
  const reasons = new Map<number, string>();
  for (const block of recalled) {
    block.sources.forEach((position, i) => reasons.set(position, reasonIn(block, i, message_id)));
  }
  return reasons;
}

function reasonIn(block: RecalledBlock, i: number, messageId: string): string {
  const fallback =
    block.at_id === messageId
      ? "recalled for this message"
      : "recalled for an earlier message, and kept";
  return block.reasons?.[block.reason_of?.[i] ?? -1] ?? fallback;
}
