import {
  learned,
  silentTruncation,
  windowInError,
  type ContextPlan,
  type ErrorRecord,
  type MemoryStore,
  type SilentTruncation,
  type Usage,
} from "@colloquy/core";

/** What a reply told about the prompt that a plan had counted. */
interface Reply {
  /** The model's full name. */
  model: string;
  plan: ContextPlan;
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
  { model, plan, usage, error }: Reply,
): Promise<string | null> {
  const reported = usage?.prompt_tokens;
  const limit = error && windowInError(error);
  const seen =
    reported === undefined ? null : { counted: plan.tokens.total, bound: plan.bound, reported };
  const cut = seen && silentTruncation(seen);
  if (limit === null && (seen === null || plan.exact) && !cut) return null;
  const { correction, windows } = await memory.lessons(model);
  const learnt = cut && cut.reported >= LEAST_WINDOW ? cut.reported : limit;
  await memory.keepLessons(model, {
    correction:
      seen && !cut && !plan.exact
        ? learned(correction, { ...seen, tokenizer: plan.tokenizer })
        : correction,
    windows: learnt === null ? windows : [...new Set([...windows, learnt])].slice(-WINDOWS_KEPT),
  });
  return cut ? cutWords(cut, learnt) : null;
}

function cutWords({ counted, reported, least }: SilentTruncation, learnt: number | null): string {
  const figures = `${reported} tokens were counted there of about ${counted} sent (at least ${least})`;
  return learnt === null
    ? `the server's count of the prompt cannot be right, or it was cut on the way: ${figures}`
    : `the prompt was cut on the way: ${figures}; from now on no more than ${learnt} are sent`;
}
