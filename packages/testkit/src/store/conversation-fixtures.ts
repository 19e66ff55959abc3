import type {
  AnswerRecord,
  ConversationRecord,
  MessageRecord,
  TurnEnd,
  TurnStart,
} from "@colloquy/core";

/** The day all fixtures begin on, in epoch milliseconds. */
export const FIXTURE_START = Date.UTC(2026, 4, 8, 9, 0, 0);

/** Ids shaped like UUIDv7, in ascending order; the same for the same `seed`. */
export function fixtureIds(seed = 0): () => string {
  let count = 0;
  return () => {
    const counter = (count++).toString(16).padStart(12, "0");
    return `019${seed.toString(16).padStart(5, "0")}-0000-7000-8000-${counter}`;
  };
}

export function fixtureTime(offsetMs = 0): string {
  return new Date(FIXTURE_START + offsetMs).toISOString();
}

export interface TurnInput {
  conversation_id: string;
  parent_id?: string | null;
  /** What the person says; null answers `parent_id` again. */
  text: string | null;
  title?: string | null;
  system?: string | null;
  model?: string;
  /** Milliseconds after the fixtures' start. */
  at?: number;
  newId: () => string;
}

/** A turn as it is when the model has not been asked yet. */
export function turnStart(input: TurnInput): TurnStart {
  const { conversation_id, parent_id = null, text, title = null, at = 0, newId } = input;
  const created_at = fixtureTime(at);
  const user: MessageRecord | null =
    text === null
      ? null
      : {
          id: newId(),
          conversation_id,
          parent_id,
          created_at,
          message: { role: "user", content: text },
          state: "complete",
          answer: null,
        };
  const assistant: MessageRecord = {
    id: newId(),
    conversation_id,
    parent_id: user ? user.id : parent_id,
    created_at,
    message: { role: "assistant", content: "" },
    state: "interrupted",
    answer: openAnswer(input, created_at),
  };
  const conversation: ConversationRecord = {
    id: conversation_id,
    title,
    created_at,
    updated_at: created_at,
    head_id: assistant.id,
  };
  return { conversation, user, assistant };
}

function openAnswer(
  { model = "smollm2-135m", system = null }: TurnInput,
  now: string,
): AnswerRecord {
  return {
    model,
    system,
    parameters: { temperature: 0 },
    plan: null,
    completion: null,
    usage: null,
    cost_usd: null,
    timing: { started_at: now, first_token_ms: null, total_ms: null },
    error: null,
    heartbeat_at: now,
  };
}

/** How the turn `start` ended: with `content`, a whole completion, its usage and token ids. */
export function turnEnd(
  start: TurnStart,
  content: string,
  more: Partial<AnswerRecord> & Partial<Pick<TurnEnd, "state" | "message">> = {},
): TurnEnd {
  const { state = "complete", message = { role: "assistant", content }, ...answer } = more;
  const open = start.assistant.answer;
  if (!open) throw new TypeError("the turn has no answer record");
  const usage = {
    prompt_tokens: 346,
    completion_tokens: 18,
    total_tokens: 364,
    prompt_tokens_details: { cached_tokens: 40 },
    completion_tokens_details: { reasoning_tokens: 5 },
  };
  return {
    message,
    state,
    answer: {
      ...open,
      completion: {
        id: `gen-${start.assistant.id}`,
        object: "chat.completion",
        created: Math.floor(Date.parse(open.timing.started_at) / 1000),
        model: open.model,
        provider: "Venice",
        choices: [
          {
            index: 0,
            message,
            finish_reason: "stop",
            native_finish_reason: "stop",
            logprobs: null,
            token_ids: Array.from(content, (character) => character.codePointAt(0) ?? 0),
          },
        ],
        usage,
      },
      usage,
      cost_usd: 0.0025,
      timing: { ...open.timing, first_token_ms: 120, total_ms: 900 },
      heartbeat_at: open.timing.started_at,
      ...answer,
    },
  };
}
