import type { RecalledBlock } from "../context-plan.ts";
import type { Frame } from "../frame.ts";
import { turnOf, type History } from "../history.ts";
import type { PlanInput } from "../plan-input.ts";
import { blockText, type RecallSource } from "../recall/recalled-block.ts";
import { KEPT_BLOCK_TOKENS, type WrittenBlock } from "./recall-policy.ts";

/**
 * Blocks of the previous plan that stay where they are while its prefix does: the small ones, and the one at
 * the message that is being answered again.
 */
export function blocksToKeep({ previous }: PlanInput, { tail }: Frame): RecalledBlock[] {
  const blocks = previous?.recalled ?? [];
  return blocks
    .filter((block) => block.tokens <= KEPT_BLOCK_TOKENS || block.at_id === tail[0]?.id)
    .map(({ reasons: _reasons, ...block }) => block);
}

/** The blocks with their text, written again from their sources. */
export function writeBlocks(
  blocks: readonly RecalledBlock[],
  { history }: { history: Pick<History, "records" | "turns"> },
): WrittenBlock[] {
  if (blocks.length === 0) return [];
  const wanted = new Set(blocks.flatMap((block) => block.source_ids));
  const found = new Map<string, RecallSource>();
  for (let i = 0; i < history.records.length && found.size < wanted.size; i++) {
    const record = history.records[i];
    if (record && wanted.has(record.id)) {
      found.set(record.id, { record, turn: turnOf(history, i) + 1 });
    }
  }
  return blocks.map((block) => ({
    ...block,
    text: blockText(block.source_ids.flatMap((id) => found.get(id) ?? [])),
  }));
}
