import {
  learned,
  silentTruncation,
  type ContextPlan,
  type ErrorRecord,
  type MemoryStore,
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

/**
 * Learns from a reply how far our counts are off and how large a prompt the server really takes. Returns
 * the warning that a prompt was cut without a word, with the figures; null when nothing is missing.
 */
export async function learnFromReply(
  memory: MemoryStore,
  { model, plan, usage, error }: Reply,
): Promise<string | null> {
  const reported = usage?.prompt_tokens;
  const limit = windowNamedIn(error);
  const seen =
    reported === undefined ? null : { counted: plan.tokens.total, bound: plan.bound, reported };
  const cut = seen && silentTruncation(seen);
  if (limit === null && (seen === null || plan.exact) && !cut) return null;
  const { correction, windows } = await memory.lessons(model);
  const learnt = cut ? cut.reported : limit;
  await memory.keepLessons(model, {
    correction:
      seen && !cut && !plan.exact
        ? learned(correction, { ...seen, tokenizer: plan.tokenizer })
        : correction,
    windows: learnt === null ? windows : [...new Set([...windows, learnt])].slice(-WINDOWS_KEPT),
  });
  return cut
    ? `the prompt was cut on the way: ${cut.reported} tokens arrived of about ${cut.counted} sent (at least ${cut.least}); from now on no more than ${cut.reported} are sent`
    : null;
}

/** The window that a `context_length_exceeded` error names, in the words that servers use for it. */
function windowNamedIn(error: ErrorRecord | null): number | null {
  if (!error) return null;
  const named = `${error.message} ${typeof error.raw === "string" ? error.raw : ""}`.match(
    /(?:maximum context length|context (?:length|window|size))(?: is| of)? ?\(?(\d[\d,]*)/i,
  );
  const tokens = Number(named?.[1]?.replaceAll(",", ""));
  return Number.isFinite(tokens) && tokens > 0 ? tokens : null;
}
