import type { ChatModel } from "../chat/chat-model.ts";
import type { ChatCompletion } from "../chat/completion.ts";
import type { ChatMessage } from "../chat/message.ts";
import type { ChatRequest, Parameters } from "../chat/request.ts";
import type { ConversationStore } from "../conversation/conversation-store.ts";
import type { MessageRecord } from "../conversation/message-record.ts";
import type { Prices } from "../memory/prices.ts";
import type { FreshMemory } from "../memory/memory-store.ts";
import type { SummarisePlan } from "../memory/context-plan.ts";
import type { Environment } from "./environment.ts";
import type { TurnSettings } from "./turn-input.ts";

/** A model opened for a turn. */
export interface TurnModel {
  chat: ChatModel;
  /** The name it has where it is served: what the request's `model` says. */
  id: string;
  /** True when using it costs nothing, so that a missing `usage.cost` means 0 and not "unknown". */
  free?: boolean;
  /** What its server's list charges, for replies that do not say what they cost. */
  prices?: Prices;
}

/** What a plan is made from. */
export interface PlanTurn {
  conversation_id: string;
  /** Root to the message before the one to be sent; to the broken answer when that is continued. */
  path: readonly MessageRecord[];
  /** The user's message; null to continue the answer that ends the path. */
  message: Pick<MessageRecord, "id" | "created_at" | "message"> | null;
  settings: TurnSettings;
  /** The request but its messages. */
  request: { model: string } & Parameters;
  /** The plan kept with the nearest answer on the path, null when there is none. */
  previous: unknown;
  readsTokenIds: boolean;
}

/** What will be sent; `record` is kept with the turn and must survive JSON. */
export interface PlannedTurn {
  type?: "send";
  messages: readonly ChatMessage[];
  record: unknown;
  notices: readonly string[];
  /** What planning made of messages, kept in the turn's own transaction. */
  fresh?: FreshMemory;
}

/** A summary that must be written before the turn can be planned. `record` says what it covers. */
export interface NeededSummary {
  type: "summarise";
  request: ChatRequest;
  record: SummarisePlan;
  notices: readonly string[];
}

/** Calls `run` about every `milliseconds` until the function it returns is called. */
export type Every = (milliseconds: number, run: () => void) => () => void;

/** Everything a turn touches. */
export interface TurnPorts {
  store: Pick<
    ConversationStore,
    "begin" | "grow" | "finish" | "conversation" | "message" | "path" | "messages"
  >;
  environment: Environment;
  every: Every;
  /** Opens the model that the settings name. May refuse the settings by throwing a `ColloquyError`. */
  model(settings: TurnSettings): Promise<TurnModel>;
  plan(turn: PlanTurn): Promise<PlannedTurn | NeededSummary>;
  /** Keeps a summary that a plan asked for; the next plan uses it. Absent where no plan asks for one. */
  keepSummary?(needed: NeededSummary, completion: ChatCompletion, turn: PlanTurn): Promise<void>;
  /** Counts what was spent on a summary that broke off or came out empty. */
  keepSpent?(completion: ChatCompletion, turn: PlanTurn): Promise<void>;
}
