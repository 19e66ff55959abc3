import {
  MessageCounts,
  plan,
  RecallIndex,
  UNKNOWN_PRICES,
  type ChatCompletionChunk,
  type ContextPlan,
  type MessageRecord,
  type PolicyName,
} from "@colloquy/core";
import type { LocalModel } from "@colloquy/local";
import { generatedSet } from "./generated-set.ts";

/** One turn of a conversation with a real model, as planned and as it went. */
export interface LiveTurn {
  /** Prompt tokens as the engine reports them, and as the plan counted them. */
  prompt: number;
  counted: number;
  /** Of these from the cache, as reported and as forecast. */
  cached: number;
  forecast: number;
  cut: boolean;
  firstTokenMs: number;
}

export interface LiveOptions {
  policy: PolicyName;
  turns: number;
  budget: number;
}

const SYSTEM = "You help a writer with short, friendly answers.";
const ANSWER_TOKENS = 32;
/** What this machine reads in a second, roughly: decides how much is recalled. */
const READING_RATE = 150;

/** A person's messages from the generated set, answered by the model, each turn planned from the one before. */
export async function* liveConversation(
  model: LocalModel,
  { policy, turns, budget }: LiveOptions,
): AsyncGenerator<LiveTurn> {
  const counts = new MessageCounts(await model.tokenizer());
  const index = new RecallIndex();
  const path: MessageRecord[] = [];
  let previous: ContextPlan | null = null;
  for (const [turn, content] of personMessages(turns).entries()) {
    const message = record(`u${turn}`, path, { role: "user", content });
    const result = plan({
      path,
      message,
      system: SYSTEM,
      request: { model: model.name, temperature: 0, max_tokens: ANSWER_TOKENS },
      policy,
      budget: { tokens: budget, source: "the bench", window: null, answer_room: ANSWER_TOKENS },
      previous,
      prices: UNKNOWN_PRICES,
      counts,
      index,
      readingRate: READING_RATE,
      readsTokenIds: true,
    });
    if (result.type !== "send")
      throw new Error("the bench lives through policies that need no model");
    const answer = await answered(model.stream(result.request));
    yield {
      prompt: answer.prompt,
      counted: result.plan.tokens.total,
      cached: answer.cached,
      forecast: result.plan.cached_prefix,
      cut: turn > 0 && result.plan.turns_since_cut === 1,
      firstTokenMs: answer.firstTokenMs,
    };
    path.push(message, record(`a${turn}`, [...path, message], answer.message));
    previous = result.plan;
  }
}

function personMessages(turns: number): string[] {
  const said = generatedSet(5).conversations.flatMap(({ messages, questions }) => {
    const remarks = messages.filter(({ role }) => role === "user").map(({ content }) => content);
    const asked = questions.filter(({ before }) => !before).map(({ query }) => query);
    return remarks.flatMap((remark, i) =>
      i % 4 === 3 ? [asked[(i / 4) | 0] ?? remark] : [remark],
    );
  });
  return said.slice(0, turns);
}

function record(
  id: string,
  path: readonly MessageRecord[],
  message: MessageRecord["message"],
): MessageRecord {
  return {
    id,
    conversation_id: "live",
    parent_id: path.at(-1)?.id ?? null,
    created_at: new Date(Date.UTC(2026, 0, 1) + path.length * 60_000).toISOString(),
    message,
    state: "complete",
    answer: null,
  };
}

interface Answer {
  message: MessageRecord["message"];
  prompt: number;
  cached: number;
  firstTokenMs: number;
}

async function answered(stream: AsyncIterable<ChatCompletionChunk>): Promise<Answer> {
  const start = performance.now();
  let firstTokenMs = Number.NaN;
  let content = "";
  const tokenIds: number[] = [];
  let prompt = 0;
  let cached = 0;
  for await (const chunk of stream) {
    if (Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - start;
    const [choice] = chunk.choices;
    const piece = choice?.delta.content;
    if (typeof piece === "string") content += piece;
    tokenIds.push(...(choice?.token_ids ?? []));
    prompt = chunk.usage?.prompt_tokens ?? prompt;
    cached = chunk.usage?.prompt_tokens_details?.cached_tokens ?? cached;
  }
  const message = { role: "assistant" as const, content, token_ids: tokenIds };
  return { message, prompt, cached, firstTokenMs };
}
