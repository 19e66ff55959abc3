import { textOf } from "../../chat/message.ts";
import { withBlock } from "../assemble.ts";
import type { RecalledBlock } from "../context-plan.ts";
import type { Frame } from "../frame.ts";
import { turnOf } from "../history.ts";
import type { NewMessage, PlanInput } from "../plan-input.ts";
import {
  blockText,
  BLOCK_TOKENS,
  DATED_HEADING_TOKENS,
  dayOf,
  HEADING_TOKENS,
  type RecallSource,
} from "../recall/recalled-block.ts";
import { recall, type Recalled } from "../recall/recall.ts";
import { RecallIndex } from "../recall/recall-index.ts";

/** A quoted block with its text. */
export interface WrittenBlock extends RecalledBlock {
  text: string;
}

/** Blocks up to this size stay at their turn until the next cut: they are cached from then on. */
export const KEPT_BLOCK_TOKENS = 500;
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
  if (!asked || cut === 0 || room <= BLOCK_TOKENS) return null;
  const index = input.index ?? new RecallIndex();
  index.follow(history.records);
  const quoted = new Set(kept.flatMap((block) => block.source_ids));
  const found = recall({
    index,
    question: {
      text: textOf(asked.message),
      asked: asked.created_at ? new Date(asked.created_at) : null,
      before: textBefore(history.records),
    },
    cost: (i) => (history.tokens[i] ?? 0) + HEADING_TOKENS,
    groupOf: (i) => dayOf(history.records[i] ?? asked),
    groupCost: DATED_HEADING_TOKENS,
    allowed: (i) =>
      i < cut &&
      !history.excluded[i] &&
      !pinned[i] &&
      history.records[i]?.message.role !== "system" &&
      !quoted.has(history.records[i]?.id ?? ""),
    room: room - BLOCK_TOKENS,
  });
  return fitted(input, frame, asked, found, room);
}

/** The block of the best finds whose real size fits; counted once, again only if the estimate was short. */
function fitted(
  input: PlanInput,
  frame: Frame,
  asked: NewMessage,
  found: readonly Recalled[],
  room: number,
): WrittenBlock | null {
  for (let count = found.length; count > 0; count--) {
    const chosen = found.slice(0, count).toSorted((one, other) => one.position - other.position);
    const block = writtenBlock(input, frame, asked, chosen);
    if (block.tokens <= room) return block;
  }
  return null;
}

function writtenBlock(
  input: PlanInput,
  { history }: Frame,
  asked: NewMessage,
  chosen: readonly Recalled[],
): WrittenBlock {
  const sources = chosen.flatMap(({ position }): RecallSource[] => {
    const record = history.records[position];
    return record ? [{ record, turn: turnOf(history, position) + 1 }] : [];
  });
  const text = blockText(sources);
  return {
    at_id: asked.id,
    source_ids: sources.map(({ record }) => record.id),
    reasons: chosen.map(({ reason }) => reason),
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
