import type { AnswerRecord, ChatMessage, ConversationExport, MessageRecord } from "@colloquy/core";
import type { Writer } from "./random-text.ts";

const START = Date.UTC(2026, 0, 1);

/** A conversation of so many messages, questions of about 40 words and answers of about 120, in one line. */
export function randomConversation(
  writer: Writer,
  { number, length, random }: { number: number; length: number; random: () => number },
): ConversationExport {
  const id = idOf(number, 0);
  const messages = Array.from({ length }, (_, index): MessageRecord => {
    const asked = index % 2 === 0;
    const words = Math.round((asked ? 40 : 120) * (0.3 + 1.4 * random()));
    const message: ChatMessage = {
      role: asked ? "user" : "assistant",
      content: writer.text(words),
    };
    const created_at = new Date(START + (number * length + index) * 1_000).toISOString();
    return {
      id: idOf(number, index + 1),
      conversation_id: id,
      parent_id: index === 0 ? null : idOf(number, index),
      created_at,
      message,
      state: "complete",
      answer: asked ? null : answerOf(message, { created_at, tokens: Math.round(words * 1.3) }),
    };
  });
  const [first] = messages;
  const last = messages.at(-1);
  if (!first || !last) throw new RangeError("a conversation of no messages");
  return {
    conversation: {
      id,
      title: writer.text(4),
      created_at: first.created_at,
      updated_at: last.created_at,
      head_id: last.id,
    },
    messages,
  };
}

function idOf(conversation: number, index: number): string {
  const [high, low] = [conversation, index].map((part) => part.toString(16).padStart(8, "0"));
  return `${high}-0000-7000-8000-0000${low}`;
}

function answerOf(
  message: ChatMessage,
  { created_at, tokens }: { created_at: string; tokens: number },
): AnswerRecord {
  const usage = { prompt_tokens: 900, completion_tokens: tokens, total_tokens: 900 + tokens };
  return {
    model: "author/model",
    system: "Answer briefly.",
    parameters: { temperature: 0.7, max_tokens: 500 },
    transport: { stream: true },
    plan: { policy: "full", budget: 8_192, tokens: { system: 4, history: 880, message: 16 } },
    completion: {
      id: "gen-1",
      object: "chat.completion",
      created: Math.floor(START / 1_000),
      model: "author/model",
      provider: "Somebody",
      choices: [
        {
          index: 0,
          message,
          finish_reason: "stop",
          native_finish_reason: "stop",
          logprobs: null,
          token_ids: Array.from({ length: tokens }, (_, index) => (index * 7_919) % 49_152),
        },
      ],
      usage,
    },
    usage,
    cost_usd: 0.001,
    timing: { started_at: created_at, first_token_ms: 300, total_ms: 2_000 },
    error: null,
    heartbeat_at: created_at,
  };
}
