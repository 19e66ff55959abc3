import type { MessageRecord } from "../conversation/message-record.ts";
import type { ContextPlan, RecalledBlock } from "./context-plan.ts";
import { blockKeys, sentPositions } from "./sequence.ts";

/** The request about to be sent, as far as a cache can tell it from another. */
export interface PromptShape {
  head_sha256: string;
  /** Tokens before the first message of the path. */
  headTokens: number;
  /** Tokens that open the answer; they begin the assistant message that follows in the next request. */
  trail: number;
  /** Positions on the path, ascending, the message to be answered included. */
  positions: readonly number[];
  blocks: readonly RecalledBlock[];
  /** Tokens of the message at a position, without its block. */
  tokensAt: (position: number) => number;
}

/** Messages of one role open alike, with as many tokens as the answer does. */
function sameRole(
  path: readonly Pick<MessageRecord, "message">[],
  one: number | undefined,
  other: number,
): boolean {
  return one !== undefined && path[one]?.message.role === path[other]?.message.role;
}

/**
 * Tokens at the beginning of this prompt that the previous one began with too: whole messages, the part of
 * a message before a block that changed, and the opening of the previous answer. The previous answer itself
 * is not counted, since a provider need not cache what it wrote.
 */
export function cachedPrefix(
  shape: PromptShape,
  previous: ContextPlan | null,
  path: readonly Pick<MessageRecord, "id" | "message">[],
): number {
  if (previous === null || previous.head_sha256 !== shape.head_sha256) return 0;
  const before = sentPositions(previous, path);
  if (before === null) return 0;
  const blocksBefore = blockKeys(previous.recalled);
  const blocksNow = blockKeys(shape.blocks);
  const blockTokens = new Map(shape.blocks.map((block) => [block.at_id, block.tokens]));
  let sum = shape.headTokens;
  for (const [i, position] of before.entries()) {
    const now = shape.positions[i];
    if (now !== position) return sum + (sameRole(path, now, position) ? shape.trail : 0);
    sum += shape.tokensAt(position);
    const id = path[position]?.id ?? "";
    if (blocksBefore.get(id) !== blocksNow.get(id)) return sum;
    sum += blockTokens.get(id) ?? 0;
  }
  const next = path[shape.positions[before.length] ?? -1];
  return next?.message.role === "assistant" ? sum + shape.trail : sum;
}
