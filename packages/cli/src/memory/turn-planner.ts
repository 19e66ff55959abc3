import { createHash } from "node:crypto";
import {
  ColloquyError,
  MessageCounts,
  plan,
  planPath,
  RecallIndex,
  termsOf,
  TERMS_VERSION,
  textOf,
  type Budget,
  type ChatRequest,
  type ContextPlan,
  type FreshMemory,
  type MemoryStore,
  type MessageRecord,
  type NeededSummary,
  type PlanInput,
  type PlannedTurn,
  type PlanResult,
  type PlanTurn,
  type PolicyName,
  type StoredSummary,
  type SummarisePlan,
} from "@colloquy/core";
import type { CommandContext, OpenModel } from "../context.ts";
import { modelFacts } from "./model-facts.ts";
import { modelTokenizer } from "./model-tokenizer.ts";
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
  const input = async (turn: PlanTurn, model: OpenModel): Promise<TurnPlanInput> => {
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
    const counts = await countsFor(turn, model, {
      memory,
      lessons,
      exact: wishes.exact ?? false,
      context,
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
  };
  return {
    input,
    async plan(turn, model) {
      const made = await input(turn, model);
      return madePlan(made, planWithin(made));
    },
  };
}

/** A plan's inputs, with the budget that a cost limit would not narrow. */
export type TurnPlanInput = PlanInput & { uncapped: Budget };

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

interface CountWishes {
  memory: MemoryStore | undefined;
  lessons: Awaited<ReturnType<MemoryStore["lessons"]>> | undefined;
  exact: boolean;
  context: CommandContext;
  budget: number | null;
}

async function countsFor(
  turn: PlanTurn,
  model: OpenModel,
  { memory, lessons, exact, context, budget }: CountWishes,
): Promise<MessageCounts> {
  const said = [...turn.path, ...(turn.message ? [turn.message] : [])];
  const system = turn.settings.system?.length ?? 0;
  const characters = said.reduce((sum, { message }) => sum + textOf(message).length, system);
  const tokenizer = await modelTokenizer(model, {
    characters,
    exact,
    budget,
    lessons,
    signal: context.signal,
  });
  const kept =
    turn.path.length > 0
      ? await memory?.tokenCounts(turn.conversation_id, tokenizer.id)
      : undefined;
  return new MessageCounts(tokenizer, kept);
}

/** Terms are read from the store once a conversation; a longer path then costs only its new messages. */
async function indexFor(
  { conversation_id, path }: PlanTurn,
  memory: MemoryStore | undefined,
  indexes: Map<string, RecallIndex>,
): Promise<RecallIndex> {
  const known = indexes.get(conversation_id);
  if (known) return known;
  const kept =
    path.length > 0 ? await memory?.messageTerms(conversation_id, TERMS_VERSION) : undefined;
  const index = new RecallIndex(kept);
  indexes.set(conversation_id, index);
  return index;
}

async function marksFor(
  { conversation_id, path }: PlanTurn,
  memory: MemoryStore | undefined,
): Promise<NonNullable<PlanInput["marks"]>> {
  const marks = path.length > 0 ? ((await memory?.marks(conversation_id)) ?? []) : [];
  const ids = (wanted: string): ReadonlySet<string> =>
    new Set(marks.filter(({ mark }) => mark === wanted).map(({ message_id }) => message_id));
  return { pinned: ids("pinned"), excluded: ids("excluded") };
}

/** The newest summary in use whose coverage is on this path. */
async function summaryFor(
  { conversation_id, path }: PlanTurn,
  memory: MemoryStore | undefined,
): Promise<StoredSummary | null> {
  if (path.length === 0) return null;
  const summaries = (await memory?.summaries(conversation_id)) ?? [];
  const ids = new Set(path.map(({ id }: MessageRecord) => id));
  return (
    summaries.findLast(
      ({ retired_at, covers_to_id }) => retired_at === null && ids.has(covers_to_id),
    ) ?? null
  );
}

/** A plan kept with an answer, when it is one that this version can go on from. */
function previousPlan(kept: unknown): ContextPlan | null {
  if (typeof kept !== "object" || kept === null) return null;
  const found = kept as Partial<ContextPlan>;
  return found.type === "send" && found.version === 1 ? (found as ContextPlan) : null;
}

/** What this plan made of messages, the new one included, for the store to keep with the turn. */
function freshOf({ counts, index, message }: PlanInput): FreshMemory {
  if (message) counts.of(message);
  const terms = new Map(index?.takeFresh());
  if (message) terms.set(message.id, termsOf(message));
  return { terms, counts: { tokenizer: counts.tokenizer.id, counts: counts.takeFresh() } };
}
