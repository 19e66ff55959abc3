import { headMessage } from "./assemble.ts";
import type { PlanTokens } from "./context-plan.ts";
import type { Frame } from "./frame.ts";
import type { NewMessage, PlanInput } from "./plan-input.ts";
import { FATE } from "./plan-runs.ts";
import type { Chosen } from "./policy/select.ts";

/** The prompt's tokens by part, and their sum. */
export function planTokens(
  { counts: { tokenizer }, system }: PlanInput,
  frame: Frame,
  { chosen, fates }: { chosen: Chosen; fates: Uint8Array },
): PlanTokens {
  const head = chosen.summary ? headMessage(system, chosen.summary.text) : null;
  const parts = {
    system: frame.systemTokens,
    template: frame.template.lead + frame.template.trail,
    pinned: 0,
    summary: head ? tokenizer.countMessage(head) - frame.systemTokens : 0,
    history: 0,
    message: frame.tailTokens,
    recalled: chosen.blocks.reduce((sum, block) => sum + block.tokens, 0),
    tools: frame.toolTokens,
  };
  for (let i = 0; i < fates.length; i++) {
    if (fates[i] === FATE.pinned || fates[i] === FATE.standing)
      parts.pinned += frame.history.tokens[i] ?? 0;
    else if (fates[i] === FATE.sent) parts.history += frame.history.tokens[i] ?? 0;
  }
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...parts, total };
}

/** The share by which the whole may be off: the tokenizer's own, and what is uncertain of single messages and tools. */
export function planBound(
  { counts }: PlanInput,
  { toolTokens }: Frame,
  { total, sent }: { total: number; sent: readonly NewMessage[] },
): number {
  const { bound, toolsBound = 0 } = counts.tokenizer;
  let uncertain = toolTokens * toolsBound;
  for (const record of sent) uncertain += counts.uncertainty(record);
  return uncertain === 0 ? bound : Number((bound + uncertain / Math.max(1, total)).toFixed(4));
}
