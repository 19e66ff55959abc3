import {
  budgetOf,
  servedWindow,
  type Budget,
  type ModelLessons,
  type PlanTurn,
} from "@colloquy/core";
import type { CommandContext } from "../context.ts";
import type { ModelFacts } from "./model-facts.ts";
import type { ReadingRate } from "./reading-rate.ts";

export interface BudgetParts {
  facts: ModelFacts;
  lessons: ModelLessons | undefined;
  turn: PlanTurn;
  /** Tokens, when a person asked for a number. */
  asked: number | null;
  readingRate: ReadingRate | null;
}

/** `capped` never costs more than a turn may; `uncapped` is for a message that the cap alone has no room for. */
export interface TurnBudgets {
  capped: Budget;
  uncapped: Budget;
}

/** What the prompt of a turn may use, and why. */
export function turnBudgets(
  { config }: CommandContext,
  { facts, lessons, turn, asked, readingRate }: BudgetParts,
): TurnBudgets {
  const limit = turn.request["max_completion_tokens"] ?? turn.request["max_tokens"];
  const input = {
    asked: asked ?? undefined,
    ...windowOf(facts, lessons),
    maxTokens: typeof limit === "number" && limit > 0 ? limit : undefined,
    readingRate: readingRate?.tokens_per_second,
    readingMeasured: readingRate?.measured,
  };
  const uncapped = budgetOf(input);
  const usd = config.get("max_cost_per_turn");
  const capped =
    usd === null ? uncapped : budgetOf({ ...input, costCap: { usd, prices: facts.prices } });
  return { capped, uncapped };
}

/** The window that holds: the server's own figure, unless its replies showed a smaller one. */
function windowOf({ window, window_note: note }: ModelFacts, lessons: ModelLessons | undefined) {
  const served = servedWindow(window, lessons?.windows ?? []);
  if (served === window) return { window, windowSource: note };
  const listed = window === null ? "" : `; its list says ${window}`;
  return { window: served, windowSource: `as the server's replies showed${listed}` };
}
