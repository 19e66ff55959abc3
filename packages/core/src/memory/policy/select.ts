import { textOf } from "../../chat/message.ts";
import type { RecalledBlock, SummarisePlan } from "../context-plan.ts";
import { overBudget, type Frame } from "../frame.ts";
import { tokensBetween } from "../history.ts";
import type { PlanInput, SummaryRecord } from "../plan-input.ts";
import { priceRatios } from "../prices.ts";
import { cutOf, type Cut } from "./block.ts";
import { blocksToKeep, writeBlocks, type WrittenBlock } from "./kept-blocks.ts";
import { leansBack } from "./leans-back.ts";
import { middleOut } from "./middle-out.ts";
import type { PolicyView, Selection } from "./policy.ts";
import { recalledBlock } from "./recall-policy.ts";
import { recalledRoom, type RecalledRoom } from "./recalled-room.ts";
import { recent } from "./recent.ts";
import { summaryAt } from "./summary.ts";

/** What a policy chose, with what is quoted behind user messages. */
export interface Chosen extends Selection {
  type: "chosen";
  blocks: readonly WrittenBlock[];
  /** First message of the unbroken history that is sent. */
  cut: number;
  /** True when this request begins a new prefix. */
  fresh: boolean;
  summary: SummaryRecord | null;
  /** Messages before this position are covered by the summary. */
  summarisedTo: number;
  notices: readonly string[];
}

export function selectionOf(input: PlanInput, frame: Frame): Chosen | SummarisePlan {
  const { history } = frame;
  const end = history.records.length;
  const whole = tokensBetween(history, 0, end);
  if (whole <= frame.room) return everything(input, frame);
  if (input.policy === "full") {
    const total = whole + (input.budget.tokens ?? 0) - frame.room;
    throw overBudget(`the whole conversation takes ${total} tokens`, total, input.budget);
  }
  const view = viewOf(input, frame);
  switch (input.policy) {
    case "recent":
      return chosen(recent(view), end);
    case "middle-out":
      return chosen(middleOut(view), end);
    case "block":
      return fromCut(cutOf(view, 0), end);
    case "summary":
      return summarised(input, frame, view);
    case "recall":
      return withRecall(input, frame, view);
  }
}

/** Below the budget nothing is dropped, so nothing needs to be recalled or summarised. */
function everything(input: PlanInput, frame: Frame): Chosen {
  const cut = { position: 0, fresh: previousCut(input, frame) !== 0 };
  return { ...fromCut(cut, frame.history.records.length), reason: "everything fits" };
}

const NOT_NEEDED = "before the last cut, and not needed for this message";

function withRecall(input: PlanInput, frame: Frame, view: PolicyView): Chosen {
  const end = frame.history.records.length;
  const earlier = blocksToKeep(input, frame);
  const keptTokens = earlier.reduce((sum, block) => sum + block.tokens, 0);
  const space = recalledRoom(view);
  const keptPerTurn = keptTokens / Math.max(1, input.previous?.turns_since_cut ?? 1);
  const lastTurn = lastTurnRoom(input, frame, view);
  const cut = cutOf({ ...view, keptTokens, keptPerTurn }, space.reserved, lastTurn);
  const kept = cut.fresh ? [] : earlier;
  const written = writeBlocks(kept, frame);
  if (kept.some((block) => block.at_id === frame.tail[0]?.id)) {
    return { ...fromCut(cut, end), reason: NOT_NEEDED, blocks: written };
  }
  const found = recallBehind(input, frame, { cut, kept, view, space, lastTurn });
  return {
    ...fromCut(found.cut, end),
    reason: NOT_NEEDED,
    blocks: found.block ? [...written, found.block] : written,
  };
}

interface Behind {
  cut: Cut;
  kept: readonly RecalledBlock[];
  view: PolicyView;
  space: RecalledRoom;
  /** Room that the last exchange may take, see `lastTurnRoom`. */
  lastTurn: number;
}

/**
 * A message that leans on the exchange before it needs that more than anything recalled; one that stands by
 * itself leaves the room to what it asks for.
 */
function lastTurnRoom({ options }: PlanInput, { tail }: Frame, { room }: PolicyView): number {
  const [asked] = tail;
  return options?.recent_tokens === undefined && asked && leansBack(textOf(asked.message))
    ? room
    : 0;
}

/**
 * What is recalled beside the history of a cut. A fresh cut is made deeper where more is found than the room
 * that is always free can hold: history that nobody needs now gives way to what is asked for.
 */
function recallBehind(
  input: PlanInput,
  frame: Frame,
  { cut, kept, view, space: { reserved, yielded, most }, lastTurn }: Behind,
): { cut: Cut; block: WrittenBlock | null } {
  const { history } = frame;
  const keptTokens = kept.reduce((sum, block) => sum + block.tokens, 0);
  const leftBy = (position: number): number =>
    view.room - keptTokens - tokensBetween(history, position, history.records.length);
  const at = (position: number): WrittenBlock | null =>
    recalledBlock(input, frame, { cut: position, room: Math.min(most, leftBy(position)), kept });
  if (cut.fresh && reserved < yielded) {
    const deeper = cutOf({ ...view, previousCut: -1 }, yielded, lastTurn);
    const block = deeper.position > cut.position ? at(deeper.position) : null;
    if (block && block.tokens > reserved) return { cut: deeper, block };
  }
  return { cut, block: at(cut.position) };
}

function summarised(input: PlanInput, frame: Frame, view: PolicyView): Chosen | SummarisePlan {
  const state = summaryAt(input, frame, view);
  if (state.type === "summarise") return state;
  const end = frame.history.records.length;
  return {
    ...fromCut(state.cut, end),
    summary: state.summary,
    summarisedTo: state.summarisedTo,
    notices: state.notices,
  };
}

function fromCut({ position, fresh }: Cut, end: number): Chosen {
  return { ...chosen({ kept: [[position, end]], reason: "before the last cut" }, end), fresh };
}

function chosen(selection: Selection, end: number): Chosen {
  return {
    type: "chosen",
    ...selection,
    blocks: [],
    cut: selection.kept.at(-1)?.[0] ?? end,
    fresh: true,
    summary: null,
    summarisedTo: 0,
    notices: [],
  };
}

function viewOf(input: PlanInput, frame: Frame): PolicyView {
  const { history, pinned } = frame;
  let pinnedTokens = 0;
  for (let i = 0; i < pinned.length; i++) if (pinned[i]) pinnedTokens += history.tokens[i] ?? 0;
  const room = frame.room - pinnedTokens;
  if (room < 0)
    throw overBudget(`the pinned messages take ${pinnedTokens} tokens`, pinnedTokens, input.budget);
  return {
    history,
    room,
    previousCut: previousCut(input, frame),
    keptTokens: 0,
    keptPerTurn: 0,
    options: input.options ?? {},
    ratios: priceRatios(input.prices),
    readingRate: input.readingRate ?? null,
  };
}

/** Where the previous request's history began on this path; -1 when there was none or it is of another path. */
function previousCut({ previous }: PlanInput, { history, tail }: Frame): number {
  if (previous === null) return -1;
  const id = previous.cut_id ?? previous.message_id;
  const found = history.records.findIndex((record) => record.id === id);
  return found < 0 && tail[0]?.id === id ? history.records.length : found;
}
