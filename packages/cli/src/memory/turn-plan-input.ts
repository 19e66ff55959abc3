import { createHash } from "node:crypto";
import {
  planPath,
  type Budget,
  type MemoryStore,
  type PlanInput,
  type PlanTurn,
  type PolicyName,
  type RecallIndex,
} from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { modelFacts } from "./model-facts.ts";
import { planCounts } from "./plan-counts.ts";
import { indexFor, marksFor, previousPlan, summaryFor } from "./plan-memory.ts";
import { readingRate } from "./reading-rate.ts";
import { turnBudgets } from "./turn-budget.ts";

/** Models whose providers refuse a conversation that an assistant's message begins. */
const USER_FIRST = /^(?:anthropic|google)\//;

export interface PlanWishes {
  policy: PolicyName;
  /** Tokens, when a person asked for a number. */
  budget: number | null;
  /** Counts with the model's own vocabulary even where an estimate would do. */
  exact?: boolean;
}

/** A plan's inputs, with the budget that a cost limit would not narrow. */
export type TurnPlanInput = PlanInput & { uncapped: Budget };

interface InputSources {
  context: CommandContext;
  wishes: PlanWishes;
  /** Undefined where nothing is kept. */
  memory: MemoryStore | undefined;
  /** Indexes of conversations planned before, by id; a new one is added. */
  indexes: Map<string, RecallIndex>;
}

/** Everything a turn is planned from: the store's memory, the model's facts, the person's wishes. */
export async function turnPlanInput(
  turn: PlanTurn,
  model: OpenModel,
  { context, wishes, memory, indexes }: InputSources,
): Promise<TurnPlanInput> {
  const lessons = await memory?.lessons(turn.settings.model);
  const facts = await modelFacts(context, model);
  const rate = readingRate(model, lessons);
  const { capped, uncapped } = turnBudgets(context, {
    facts,
    lessons,
    turn,
    asked: wishes.budget,
    readingRate: rate,
  });
  const counts = await planCounts(turn, model, {
    memory,
    lessons,
    exact: wishes.exact ?? false,
    signal: context.signal,
    budget: capped.tokens,
  });
  return {
    path: planPath(turn.path, turn.settings.model),
    message: turn.message,
    system: turn.settings.system,
    request: turn.request,
    policy: wishes.policy,
    budget: capped,
    uncapped,
    previous: previousPlan(turn.previous),
    prices: facts.prices,
    counts,
    index: await indexFor(turn, memory, indexes),
    marks: await marksFor(turn, memory),
    summary: await summaryFor(turn, memory),
    ...(rate && { readingRate: rate.tokens_per_second }),
    readsTokenIds: turn.readsTokenIds,
    startsWithUser: USER_FIRST.test(turn.request.model),
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
  };
}
