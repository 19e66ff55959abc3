import { textOf } from "../../chat/message.ts";
import type { SummarisePlan } from "../context-plan.ts";
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
import { recalledRoom } from "./recalled-room.ts";
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
  const cut = cutOf(
    { ...view, keptTokens, keptPerTurn },
    space.reserved,
    lastTurnRoom(input, frame, view),
  );
  const kept = cut.fresh ? [] : earlier;
  const used = tokensBetween(frame.history, cut.position, end) + (cut.fresh ? 0 : keptTokens);
  const written = writeBlocks(kept, frame);
  if (kept.some((block) => block.at_id === frame.tail[0]?.id)) {
    return { ...fromCut(cut, end), reason: NOT_NEEDED, blocks: written };
  }
  const room = Math.min(space.most, view.room - used);
  const block = recalledBlock(input, frame, { cut: cut.position, room, kept });
  return {
    ...fromCut(cut, end),
    reason: NOT_NEEDED,
    blocks: block ? [...written, block] : written,
  };
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
