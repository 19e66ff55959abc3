import { collect } from "../chat/accumulate.ts";
import type { ChatCompletion } from "../chat/completion.ts";
import {
  AbortedError,
  InterruptedError,
  InvalidInputError,
  ProtocolError,
} from "../error/errors.ts";
import { textOf } from "../chat/message.ts";
import type { TurnEvent } from "./turn-event.ts";
import type { TurnSettings } from "./turn-input.ts";
import type { TurnPlace } from "./turn-place.ts";
import type { NeededSummary, PlannedTurn, PlanTurn, TurnModel, TurnPorts } from "./turn-ports.ts";

export interface Planning {
  settings: TurnSettings;
  model: TurnModel;
  ports: TurnPorts;
  signal: AbortSignal | undefined;
}

/** More summaries in a row than any history needs: a plan that asks for ever must end. */
const MOST_SUMMARIES = 200;

/**
 * Plans until something can be sent. A plan may need a summary first: it is shown as a `plan` event, written
 * by the turn's own model, kept, and the turn is planned again. Nothing is asked before the event was taken.
 */
export async function* planTurn(
  place: TurnPlace,
  { settings, model, ports, signal }: Planning,
): AsyncGenerator<TurnEvent, PlannedTurn, undefined> {
  const turn = planInput(place, { settings, model });
  for (let written = 0; written < MOST_SUMMARIES; written++) {
    const planned = await ports.plan(turn);
    if (planned.type === "summarise" && !ports.keepSummary) throw nowhereToKeep();
    yield { type: "plan", plan: planned.record, settings, notices: planned.notices };
    if (signal?.aborted) throw new AbortedError();
    if (planned.type !== "summarise") return planned;
    yield { type: "progress", progress: { message: "writing a summary of what came before" } };
    await summarise(planned, { turn, model, ports, signal });
  }
  throw new ProtocolError({
    message: `the summary did not cover the history after ${MOST_SUMMARIES} parts`,
    remedy: "Choose another policy: --policy recall.",
  });
}

function nowhereToKeep(): InvalidInputError {
  return new InvalidInputError({
    message: "a summary of what came before is needed, and there is nowhere to keep it",
    code: "nothing_kept",
    remedy: "Choose another policy (--policy recall), or leave --no-log out.",
    details: { field: "policy", given: "summary" },
  });
}

interface Summarising {
  turn: PlanTurn;
  model: TurnModel;
  ports: TurnPorts;
  signal: AbortSignal | undefined;
}

async function summarise(
  needed: NeededSummary,
  { turn, model, ports, signal }: Summarising,
): Promise<void> {
  let completion: ChatCompletion;
  try {
    completion = await collect(model.chat.stream(needed.request, signal ? { signal } : {}));
  } catch (error) {
    if (error instanceof InterruptedError) await ports.keepSpent?.(error.completion, turn);
    throw error;
  }
  const message = completion.choices[0]?.message;
  if (!message || textOf(message).trim() === "") {
    await ports.keepSpent?.(completion, turn);
    throw new ProtocolError({
      message: "the model wrote no summary",
      remedy: "Try again, or choose another policy: --policy recall.",
    });
  }
  await ports.keepSummary?.(needed, completion, turn);
}

function planInput(
  place: TurnPlace,
  { settings, model }: Pick<Planning, "settings" | "model">,
): PlanTurn {
  return {
    conversation_id: place.conversation.id,
    path: place.path,
    message: place.continued ? null : place.user,
    settings,
    request: { ...settings.parameters, model: model.id },
    previous: place.path.findLast((record) => record.answer?.plan)?.answer?.plan ?? null,
    readsTokenIds: model.chat.readsTokenIds ?? false,
  };
}
