import { planEverything, type TurnEvent, type TurnPorts, type TurnSettings } from "@colloquy/core";
import { unloggedStore, type TurnStore } from "../conversation/unlogged-store.ts";
import type { CommandContext, OpenModel } from "../context.ts";
import { guardCost } from "./guard-cost.ts";

export type PlanEvent = Extract<TurnEvent, { type: "plan" }>;

/** The ports of a surface's turns, with what the surface wants to know of them. */
export interface OpenTurn {
  ports: TurnPorts & { store: TurnStore };
  /** The model of the turn being run, undefined before it was opened. */
  model: () => OpenModel | undefined;
  /** Refuses, or asks about, a turn that may cost too much. Throws `InvalidInputError`. */
  checkCost: (plan: PlanEvent) => Promise<void>;
}

interface TurnWishes {
  /** False keeps nothing (`--no-log`). */
  log: boolean;
  /** The conversation gone on with, if any. */
  conversationId?: string;
}

/** Wires the store, the model and the plan for turns of this command. */
export async function openTurn(
  context: CommandContext,
  { log, conversationId }: TurnWishes,
): Promise<OpenTurn> {
  // Without a log the store is opened only to read what is gone on with.
  const kept =
    log || conversationId !== undefined ? (await context.store()).conversations : undefined;
  const store = log && kept ? kept : unloggedStore(kept);
  let model: OpenModel | undefined;
  let asked: Parameters<TurnPorts["plan"]>[0] | undefined;
  let messages: Awaited<ReturnType<TurnPorts["plan"]>>["messages"] = [];
  return {
    model: () => model,
    checkCost: () =>
      guardCost(context, {
        model,
        messages,
        settings: asked?.settings,
        spent: () => spentIn(store, asked?.conversation_id),
      }),
    ports: {
      store,
      environment: context.environment,
      every(milliseconds, run) {
        const timer = setInterval(run, milliseconds);
        return () => clearInterval(timer);
      },
      async model(settings: TurnSettings) {
        model = await context.model(settings.model);
        return { chat: model.chat, id: model.id, free: model.inside };
      },
      async plan(turn) {
        asked = turn;
        const planned = await planEverything(turn);
        ({ messages } = planned);
        return planned;
      },
    },
  };
}

async function spentIn(store: TurnPorts["store"], conversationId: string | undefined) {
  if (conversationId === undefined) return 0;
  const said = await store.messages(conversationId);
  return said.reduce((sum, { answer }) => sum + (answer?.cost_usd ?? 0), 0);
}
