import type { RecalledBlock, SummarisePlan } from "../context-plan.ts";
import { overBudget, type Frame } from "../frame.ts";
import { tokensBetween } from "../history.ts";
import type { PlanInput, PolicyName, SummaryRecord } from "../plan-input.ts";
import { priceRatios } from "../prices.ts";
import { full } from "./full.ts";
import { middleOut } from "./middle-out.ts";
import type { Policy, PolicyView, Selection } from "./policy.ts";
import { recent } from "./recent.ts";

/** A selection with what is quoted behind user messages. */
export interface Chosen extends Selection {
  type: "chosen";
  blocks: readonly (RecalledBlock & { text: string })[];
  /** First message of the unbroken history that is sent. */
  cut: number;
  turnsSinceCut: number;
  summary: SummaryRecord | null;
  /** Messages before this position are covered by the summary. */
  summarisedTo: number;
}

const BY_NAME: Readonly<Record<PolicyName, Policy>> = {
  full,
  recent,
  "middle-out": middleOut,
  block: recent,
  recall: recent,
  summary: recent,
};

export function selectionOf(input: PlanInput, frame: Frame): Chosen | SummarisePlan {
  const view = viewOf(input, frame);
  const selection = BY_NAME[input.policy](view);
  const whole = tokensBetween(frame.history, 0, frame.history.records.length);
  if (input.policy === "full" && whole > frame.room) {
    const total = whole + (input.budget.tokens ?? 0) - frame.room;
    throw overBudget(`the whole conversation takes ${total} tokens`, total, input.budget);
  }
  const cut = selection.kept.at(-1)?.[0] ?? frame.history.records.length;
  return {
    type: "chosen",
    ...selection,
    blocks: [],
    cut,
    turnsSinceCut: 1,
    summary: null,
    summarisedTo: 0,
  };
}

function viewOf(input: PlanInput, frame: Frame): PolicyView {
  return {
    history: frame.history,
    room: frame.room,
    fixed: frame.systemTokens + frame.toolTokens + frame.template.lead + frame.template.trail,
    previousCut: -1,
    previous: input.previous,
    options: input.options ?? {},
    ratios: priceRatios(input.prices),
    readingRate: input.readingRate ?? null,
  };
}
