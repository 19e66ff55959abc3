import { textOf } from "../../chat/message.ts";
import { withBlock } from "../assemble.ts";
import type { RecalledBlock } from "../context-plan.ts";
import type { Frame } from "../frame.ts";
import type { NewMessage, PlanInput } from "../plan-input.ts";
import { quotingCost, type QuotingCost } from "../recall/quoting-cost.ts";
import { blockText, dayOf } from "../recall/recalled-block.ts";
import { sourceAt, type WrittenBlock } from "./kept-blocks.ts";
import { recall, type Recalled } from "../recall/recall.ts";
import { RecallIndex } from "../recall/recall-index.ts";

const BEFORE_LIMIT = 2_000;

export interface RecallSpace {
  /** First visible message. */
  cut: number;
  /** Tokens that the block may take. */
  room: number;
  /** Blocks of earlier turns that stay. */
  kept: readonly RecalledBlock[];
}

/** What of the dropped history the new message needs, quoted behind it; null when nothing. */
export function recalledBlock(
  input: PlanInput,
  frame: Frame,
  { cut, room, kept }: RecallSpace,
): WrittenBlock | null {
  const { history, tail, pinned } = frame;
  const [asked] = tail;
  if (!asked || cut === 0 || room <= 0) return null;
  const cost = quotingCost(history, input.counts.tokenizer);
  const index = input.index ?? new RecallIndex();
  index.follow(history.records);
  const quoted = new Set(kept.flatMap((block) => block.sources));
  const found = recall({
    index,
    question: {
      text: textOf(asked.message),
      asked: asked.created_at ? new Date(asked.created_at) : null,
      before: textBefore(history.records),
    },
    cost: cost.of,
    groupOf: (i) => dayOf(history.records[i] ?? asked),
    groupCost: cost.day,
    allowed: (i) =>
      i < cut &&
      !history.withheld[i] &&
      !pinned[i] &&
      history.records[i]?.message.role !== "system" &&
      !quoted.has(i),
    room: room - cost.block,
  });
  return fitted(input, frame, asked, { found, room, cost });
}

/**
 * The block of the best finds whose real size fits. What was reckoned is counted, and the least give way: as
 * many as must, were each to free all that quoting can take.
 */
function fitted(
  input: PlanInput,
  frame: Frame,
  asked: NewMessage,
  { found, room, cost }: { found: readonly Recalled[]; room: number; cost: QuotingCost },
): WrittenBlock | null {
  let count = found.length;
  while (count > 0) {
    const chosen = found.slice(0, count).toSorted((one, other) => one.position - other.position);
    const block = writtenBlock(input, frame, asked, chosen);
    if (block.tokens <= room) return block;
    let over = block.tokens - room;
    do {
      count--;
      over -= cost.of(found[count]?.position ?? 0) + cost.day;
    } while (over > 0 && count > 0);
  }
  return null;
}

function writtenBlock(
  input: PlanInput,
  { history }: Frame,
  asked: NewMessage,
  chosen: readonly Recalled[],
): WrittenBlock {
  const text = blockText(chosen.flatMap(({ position }) => sourceAt(history, position) ?? []));
  const reasons = [...new Set(chosen.map(({ reason }) => reason))];
  return {
    at_id: asked.id,
    sources: chosen.map(({ position }) => position),
    reasons,
    reason_of: chosen.map(({ reason }) => reasons.indexOf(reason)),
    tokens: blockTokens(input, asked, text),
    text,
  };
}

/** What a block adds to the message that it follows. */
export function blockTokens({ counts }: PlanInput, message: NewMessage, text: string): number {
  return counts.tokenizer.countMessage(withBlock(message.message, text)) - counts.of(message);
}

function textBefore(records: PlanInput["path"]): string {
  const start = records.findLastIndex(({ message }) => message.role === "user");
  const exchange = start < 0 ? [] : records.slice(start);
  return exchange.map(({ message }) => textOf(message).slice(0, BEFORE_LIMIT)).join("\n");
}
