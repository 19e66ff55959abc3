import {
  ColloquyError,
  plan,
  termsOf,
  type ChatRequest,
  type ContextPlan,
  type FreshMemory,
  type MemoryStore,
  type NeededSummary,
  type PlanInput,
  type PlannedTurn,
  type PlanResult,
  type PlanTurn,
  type RecallIndex,
  type SummarisePlan,
} from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { turnPlanInput, type PlanWishes, type TurnPlanInput } from "./turn-plan-input.ts";

/** Plans turns with what the store remembers, and keeps what was made on the way for the next one. */
export interface TurnPlanner {
  /** The inputs of a plan, so that several policies can be compared on the same ones. */
  input(turn: PlanTurn, model: OpenModel): Promise<TurnPlanInput>;
  plan(turn: PlanTurn, model: OpenModel): Promise<MadePlan>;
}

/** A plan with what it was made from, and as the turn takes it. */
export interface MadePlan {
  input: PlanInput;
  plan: ContextPlan | SummarisePlan;
  request: ChatRequest;
  planned: PlannedTurn | NeededSummary;
}

/** `memory` is undefined where nothing is kept. */
export function turnPlanner(
  context: CommandContext,
  wishes: PlanWishes,
  memory: MemoryStore | undefined,
): TurnPlanner {
  const indexes = new Map<string, RecallIndex>();
  const input = (turn: PlanTurn, model: OpenModel): Promise<TurnPlanInput> =>
    turnPlanInput(turn, model, { context, wishes, memory, indexes });
  return {
    input,
    async plan(turn, model) {
      const made = await input(turn, model);
      return madePlan(made, planWithin(made));
    },
  };
}

/**
 * Plans within the cost limit; a message that it has no room for at all is planned without it, so that the
 * person is asked, or refused, with the price and not with a number of tokens.
 */
function planWithin({ uncapped, ...input }: TurnPlanInput): PlanResult {
  try {
    return plan(input);
  } catch (error) {
    const over = error instanceof ColloquyError && error.record.code === "context_length_exceeded";
    if (!over || uncapped.tokens === input.budget.tokens) throw error;
    return plan({ ...input, budget: uncapped });
  }
}

function madePlan(input: PlanInput, result: PlanResult): MadePlan {
  const { request } = result;
  if (result.type === "summarise") {
    const { notices } = result;
    return {
      input,
      plan: result,
      request,
      planned: { type: "summarise", request, record: result, notices },
    };
  }
  const { plan: record, messages } = result;
  const planned = { messages, record, notices: record.notices, fresh: freshOf(input) };
  return { input, plan: record, request, planned };
}

/** What this plan made of messages, the new one included, for the store to keep with the turn. */
function freshOf({ counts, index, message }: PlanInput): FreshMemory {
  if (message) counts.of(message);
  const terms = new Map(index?.takeFresh());
  if (message) terms.set(message.id, termsOf(message));
  return { terms, counts: { tokenizer: counts.tokenizer.id, counts: counts.takeFresh() } };
}
