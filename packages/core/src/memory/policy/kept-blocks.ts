import type { RecalledBlock } from "../context-plan.ts";
import type { Frame } from "../frame.ts";
import { turnOf, type History } from "../history.ts";
import type { PlanInput } from "../plan-input.ts";
import { blockText, type RecallSource } from "../recall/recalled-block.ts";

/** A quoted block with its text. */
export interface WrittenBlock extends RecalledBlock {
  text: string;
}

/** Blocks up to this size stay at their turn until the next cut: they are cached from then on. */
export const KEPT_BLOCK_TOKENS = 500;

/**
 * Blocks of the previous plan that stay where they are while its prefix does: the small ones, and the one at
 * the message that is being answered again. A block that quotes, or follows, what a person has excluded since
 * goes, and so does one that quotes what is pinned now.
 */
export function blocksToKeep({ previous }: PlanInput, frame: Frame): RecalledBlock[] {
  const { history, tail, pinned } = frame;
  const { records, withheld } = history;
  const isWithheld = (id: string): boolean =>
    Boolean(withheld[records.findIndex((record) => record.id === id)]);
  return (previous?.recalled ?? [])
    .filter(({ tokens, at_id }) => tokens <= KEPT_BLOCK_TOKENS || at_id === tail[0]?.id)
    .filter(({ at_id, sources }) => !isWithheld(at_id) && !sources.some((i) => withheld[i]))
    .filter(({ sources }) => !sources.some((i) => pinned[i]))
    .map(({ at_id, sources, tokens }) => ({ at_id, sources, tokens }));
}

/** The blocks with their text, written again from their sources. */
export function writeBlocks(
  blocks: readonly RecalledBlock[],
  { history }: { history: Pick<History, "records" | "turns"> },
): WrittenBlock[] {
  return blocks.map((block) => ({
    ...block,
    text: blockText(block.sources.flatMap((position) => sourceAt(history, position) ?? [])),
  }));
}

/** A message of the path as something to quote. */
export function sourceAt(
  history: Pick<History, "records" | "turns">,
  position: number,
): RecallSource | null {
  const record = history.records[position];
  return record ? { record, turn: turnOf(history, position) + 1 } : null;
}
