import type { ChatCompletion, ErrorRecord } from "@colloquy/core";
import type { TurnReport } from "./turn-report.ts";

/** The one object of `--json`: the completion in the wire's words, then what became of the turn. */
export function turnJson({ settings, begun, end, failure }: TurnReport): Record<string, unknown> {
  const error: ErrorRecord | null = failure ?? (end?.type === "interruption" ? end.error : null);
  return {
    ...(end?.completion && wholeShape(end.completion)),
    state: end?.state ?? "failed",
    error,
    parameters: settings?.parameters ?? {},
    effective_parameters: end?.completion?.effective_parameters ?? null,
    conversation_id: begun?.conversation_id ?? null,
    message_id: begun?.message_id ?? null,
    parent_id: begun?.parent_id ?? null,
    cost_usd: end?.cost_usd ?? null,
    timing: end?.timing ?? null,
  };
}

/** What a program may look up is always there, in the wire's order: null where the server told nothing. */
function wholeShape(completion: ChatCompletion): Record<string, unknown> {
  const {
    id,
    object,
    created,
    model,
    provider,
    choices,
    usage,
    error: _wire,
    ...rest
  } = completion;
  return {
    id,
    object,
    created,
    model,
    provider: provider ?? null,
    choices: choices.map(({ message: { role, content, ...said }, ...choice }) => ({
      native_finish_reason: null,
      logprobs: null,
      ...choice,
      message: { role, content, refusal: null, reasoning: null, ...said },
    })),
    usage: usage ?? null,
    ...rest,
  };
}
