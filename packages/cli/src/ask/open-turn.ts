import type { ChatCompletion, PlanTurn, TurnEvent, TurnPorts, TurnSettings } from "@colloquy/core";
import { unloggedStore, type TurnStore } from "../conversation/unlogged-store.ts";
import type { CommandContext, OpenModel } from "../context.ts";
import { learnFromReply, learnReadingRate } from "../memory/learn-from-reply.ts";
import { modelFacts } from "../memory/model-facts.ts";
import { readPolicy } from "../memory/read-policy.ts";
import { turnPlanner, type MadePlan, type TurnPlanner } from "../memory/turn-planner.ts";
import { guardCost } from "./guard-cost.ts";
import { spentMoney } from "./spent-money.ts";
import type { EndEvent } from "./turn-report.ts";
import { summaryCall, writtenSummary } from "./written-summary.ts";

export type PlanEvent = Extract<TurnEvent, { type: "plan" }>;

/** The ports of a surface's turns, with what the surface wants to know of them. */
export interface OpenTurn {
  ports: TurnPorts & { store: TurnStore };
  planner: TurnPlanner;
  /** The model of the turn being run, undefined before it was opened. */
  model: () => OpenModel | undefined;
  /** The last plan with what it was made from, undefined before one was made. */
  planned: () => MadePlan | undefined;
  /** Refuses, or asks about, a turn that may cost too much. Throws `InvalidInputError`. */
  checkCost: (plan: PlanEvent) => Promise<void>;
  /** Learns from how a turn ended; the warning it gives, if any. */
  learn: (end: EndEvent) => Promise<string | null>;
}

interface TurnWishes {
  /** False keeps nothing (`--no-log`). */
  log: boolean;
  /** The conversation gone on with, if any. */
  conversationId?: string;
  /** Nothing will be sent: counts as exactly as can be, whatever it takes to load, and needs no key. */
  dryRun?: boolean;
}

/** Wires the store, the model and the plan for turns of this command. */
export async function openTurn(
  context: CommandContext,
  { log, conversationId, dryRun = false }: TurnWishes,
): Promise<OpenTurn> {
  // Without a log the store is opened only to read what is gone on with.
  const opened = log || conversationId !== undefined ? await context.store() : undefined;
  const kept = opened?.conversations;
  const store = log && kept ? kept : unloggedStore(kept);
  const memory = log ? opened?.memory : undefined;
  const ledger = log ? opened?.ledger : undefined;
  const planner = turnPlanner(context, wishesOf(context, dryRun), memory);
  let model: OpenModel | undefined;
  let asked: PlanTurn | undefined;
  let made: MadePlan | undefined;
  let summarised = { turn: asked, usd: 0 };
  const written = async (completion: ChatCompletion, turn: PlanTurn) => {
    const facts = model && (await modelFacts(context, model));
    return { completion, turn, context, prices: facts?.prices };
  };
  return {
    planner,
    model: () => model,
    planned: () => made,
    checkCost: ({ plan }) =>
      guardCost(context, {
        model,
        plan,
        spentOnTurn: summarised.turn === asked ? summarised.usd : 0,
        spent: () => spentMoney({ store, ledger }, asked?.conversation_id),
      }),
    async learn(end) {
      if (!memory || made?.plan.type !== "send" || !asked) return null;
      const usage = end.completion?.usage ?? null;
      if (model?.inside) {
        await learnReadingRate(memory, asked.settings.model, { usage, timing: end.timing });
        return null;
      }
      return learnFromReply(memory, {
        model: asked.settings.model,
        plan: made.plan,
        request: made.request,
        factor: made.input.counts.tokenizer.factor ?? 1,
        usage,
        error: end.type === "interruption" ? end.error : null,
      });
    },
    ports: {
      store,
      environment: context.environment,
      every(milliseconds, run) {
        const timer = setInterval(run, milliseconds);
        return () => clearInterval(timer);
      },
      async model(settings: TurnSettings) {
        model = await context.model(settings.model, dryRun ? { unasked: true } : {});
        const { prices } = await modelFacts(context, model);
        return { chat: model.chat, id: model.id, free: model.inside, prices };
      },
      async plan(turn) {
        if (!model) throw new Error("a plan before its model");
        asked = turn;
        made = await planner.plan(turn, model);
        return made.planned;
      },
      ...(memory && {
        async keepSummary(needed, completion, turn) {
          const summary = writtenSummary(needed, await written(completion, turn));
          const usd = summary.cost_usd ?? needed.record.cost_usd.uncached?.max ?? 0;
          summarised = { turn, usd: usd + (summarised.turn === turn ? summarised.usd : 0) };
          await memory.keepSummary(summary);
        },
        async keepSpent(completion, turn) {
          await ledger?.add(summaryCall(await written(completion, turn)));
        },
      }),
    },
  };
}

function wishesOf({ config }: CommandContext, exact: boolean): Parameters<typeof turnPlanner>[1] {
  return { policy: readPolicy(config.get("policy")), budget: config.get("budget"), exact };
}
