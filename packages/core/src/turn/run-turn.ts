import type { ChatRequest } from "../chat/request.ts";
import type { AnswerRecord, MessageRecord } from "../conversation/message-record.ts";
import { AbortedError } from "../error/errors.ts";
import { AnswerWriter, type WrittenAnswer } from "./answer-writer.ts";
import { askModel } from "./ask-model.ts";
import { planTurn } from "./plan-turn.ts";
import { placeTurn, type TurnPlace } from "./turn-place.ts";
import { turnSettings } from "./turn-settings.ts";
import type { TurnEvent } from "./turn-event.ts";
import type { TurnInput, TurnSettings } from "./turn-input.ts";
import type { PlannedTurn, TurnModel, TurnPorts } from "./turn-ports.ts";

/**
 * One turn of a conversation: plan, keep, ask, keep. Nothing is kept or asked before the `plan` event has
 * been taken, so a surface that stops there has a dry run. What the model does wrong is an event
 * (`interruption`); what is refused before, and a store that cannot keep, are thrown as `ColloquyError`.
 * Leaving the loop stops the model and keeps what had come.
 */
export async function* runTurn(
  input: TurnInput,
  ports: TurnPorts,
): AsyncGenerator<TurnEvent, void, undefined> {
  const place = await placeTurn(input, ports);
  const settings = turnSettings(place.base, input);
  const model = await ports.model(settings);
  const planned = yield* planTurn(place, { settings, model, ports, signal: input.signal });
  const row = assistantRow(place, { input, settings, planned, ports });
  await ports.store.begin({
    conversation: { ...place.conversation, head_id: row.id },
    user: place.isNew ? place.user : null,
    assistant: row,
    ...(planned.fresh && { fresh: planned.fresh }),
  });
  yield {
    type: "begun",
    conversation_id: place.conversation.id,
    message_id: row.id,
    parent_id: place.user.id,
  };
  yield* answer(row, {
    input,
    ports,
    model,
    place,
    request: requestOf(planned, { input, settings, model }),
  });
}

interface Asking {
  input: TurnInput;
  ports: TurnPorts;
  model: TurnModel;
  place: TurnPlace;
  request: ChatRequest;
}

async function* answer(
  row: MessageRecord & { answer: AnswerRecord },
  { input, ports, model, place, request }: Asking,
): AsyncGenerator<TurnEvent, void, undefined> {
  const writer = new AnswerWriter({
    row,
    before: place.continued?.message ?? null,
    whole: input.transport?.stream === false,
    free: model.free ?? false,
    prices: model.prices ?? null,
    ports,
  });
  let thrown: unknown;
  let ended = false;
  try {
    for await (const event of askModel(model, request, input.signal)) {
      if (event.type === "chunk") writer.add(event.chunk);
      yield event;
    }
    ended = true;
  } catch (error) {
    ended = true;
    thrown = error;
  } finally {
    // Reached without an end only when the consumer left the loop.
    if (!ended) await writer.finish(new AbortedError({ message: "stopped" }));
  }
  let written: WrittenAnswer;
  try {
    written = await writer.finish(thrown);
  } catch (error) {
    yield endEvent(writer.judged(thrown));
    throw error;
  }
  yield endEvent(written);
}

function endEvent({ state, completion, error, notices, ...rest }: WrittenAnswer): TurnEvent {
  if (state === "complete" && completion)
    return {
      type: "completion",
      completion,
      state,
      notices: [...notices, ...ignoredNotices(completion.ignored_parameters)],
      ...rest,
    };
  if (state === "complete" || !error) throw new Error("an answer without an end");
  return { type: "interruption", completion, state, error, ...rest };
}

function ignoredNotices(names: readonly string[] = []): string[] {
  return names.length > 0 ? [`not honoured by this model: ${names.join(", ")}`] : [];
}

function requestOf(
  { messages }: PlannedTurn,
  { input, settings, model }: Pick<Asking, "input" | "model"> & { settings: TurnSettings },
): ChatRequest {
  return {
    model: model.id,
    messages,
    ...settings.parameters,
    stream: input.transport?.stream ?? true,
  };
}

interface RowParts {
  input: TurnInput;
  settings: TurnSettings;
  planned: PlannedTurn;
  ports: TurnPorts;
}

function assistantRow(
  place: TurnPlace,
  { input, settings, planned, ports }: RowParts,
): MessageRecord & { answer: AnswerRecord } {
  const { environment } = ports;
  const at = new Date(environment.now()).toISOString();
  return {
    id: environment.newId(),
    conversation_id: place.conversation.id,
    parent_id: place.user.id,
    created_at: at,
    message: place.continued?.message ?? { role: "assistant", content: "" },
    state: "interrupted",
    answer: {
      ...settings,
      ...(place.continued && { continues_id: place.continued.id }),
      transport: { stream: input.transport?.stream ?? true },
      plan: planned.record,
      completion: null,
      usage: null,
      cost_usd: null,
      timing: { started_at: at, first_token_ms: null, total_ms: null },
      error: null,
      heartbeat_at: at,
    },
  };
}
