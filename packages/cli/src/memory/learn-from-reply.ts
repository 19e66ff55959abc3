import {
  learnedAll,
  silentTruncation,
  windowInError,
  type AnswerRecord,
  type ChatRequest,
  type ContextPlan,
  type ErrorRecord,
  type MemoryStore,
  type SilentTruncation,
  type Usage,
} from "@colloquy/core";
import { readingRateSeen } from "./reading-rate.ts";

/** What a reply told about the prompt that a plan had counted. */
interface Reply {
  /** The model's full name. */
  model: string;
  plan: ContextPlan;
  request: ChatRequest;
  /** What the plan's counts were multiplied by, from earlier lessons. */
  factor: number;
  usage: Usage | null | undefined;
  error: ErrorRecord | null;
}

/** Window sizes kept of a model; the smallest decides, so a few are enough. */
const WINDOWS_KEPT = 5;
/** No window is smaller; a smaller count is a wrong report and teaches nothing. */
const LEAST_WINDOW = 1_000;

/**
 * Learns from a reply how far our counts are off and how large a prompt the server really takes. Returns
 * the warning that a prompt was cut without a word, with the figures; null when nothing is missing.
 */
export async function learnFromReply(
  memory: MemoryStore,
  { model, plan, request, factor, usage, error }: Reply,
): Promise<string | null> {
  const reported = usage?.prompt_tokens ?? null;
  const limit = error && limitIn(error, plan);
  if (limit === null && !reported) return null;
  const cut =
    reported && silentTruncation({ counted: plan.tokens.total, bound: plan.bound, reported });
  const before = await memory.lessons(model);
  const learnt = cut && cut.reported >= LEAST_WINDOW ? cut.reported : limit;
  const lessons = {
    ...before,
    corrections:
      reported && !cut && isPlainText(request)
        ? learnedAll(before.corrections, {
            tokenizer: plan.tokenizer,
            counted: plan.tokens.total / factor,
            reported,
          })
        : before.corrections,
    windows: windowsAfter(before.windows, { learnt, served: cut ? null : reported }),
  };
  if (JSON.stringify(lessons) !== JSON.stringify(before)) await memory.keepLessons(model, lessons);
  return cut ? cutWords(cut, learnt) : null;
}

/** Keeps the best speed at which this machine was seen to read a prompt. */
export async function learnReadingRate(
  memory: MemoryStore,
  model: string,
  answer: Pick<AnswerRecord, "usage" | "timing">,
): Promise<void> {
  const seen = readingRateSeen(answer);
  const before = seen === null ? null : await memory.lessons(model);
  if (seen !== null && before && seen > (before.reading_rate ?? 0))
    await memory.keepLessons(model, { ...before, reading_rate: Math.round(seen) });
}

/** The window that a refusal names, unless the prompt would have fitted into it. */
function limitIn(error: ErrorRecord, { tokens, bound, budget }: ContextPlan): number | null {
  const named = windowInError(error);
  const most = tokens.total * (1 + bound) + budget.answer_room;
  return named !== null && named < most ? named : null;
}

/** A prompt that was served whole shows every smaller window to have been a wrong lesson. */
function windowsAfter(
  before: readonly number[],
  { learnt, served }: { learnt: number | null; served: number | null },
): readonly number[] {
  const windows = before.filter((size) => size >= (served ?? 0));
  return learnt === null ? windows : [...new Set([...windows, learnt])].slice(-WINDOWS_KEPT);
}

/** Of pictures, calls and tools nobody knows what they take: what they are off by is no lesson on text. */
function isPlainText({ messages, ...fields }: ChatRequest): boolean {
  const tools = fields["tools"];
  if (Array.isArray(tools) && tools.length > 0) return false;
  return messages.every(
    ({ content, tool_calls, reasoning, reasoning_details, images }) =>
      typeof content === "string" &&
      !tool_calls?.length &&
      !reasoning &&
      !reasoning_details &&
      !images?.length,
  );
}

function cutWords({ counted, reported, least }: SilentTruncation, learnt: number | null): string {
  const figures = `${reported} tokens were counted there of about ${counted} sent (at least ${least})`;
  return learnt === null
    ? `the server's count of the prompt cannot be right, or it was cut on the way: ${figures}`
    : `the prompt was cut on the way: ${figures}; from now on no more than ${learnt} are sent`;
}
