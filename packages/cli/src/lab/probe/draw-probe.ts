import { setTimeout as delay } from "node:timers/promises";
import {
  AbortedError,
  collect,
  ColloquyError,
  InterruptedError,
  textOf,
  type ChatCompletion,
  type ChatModel,
  type Parameters,
  type ProbeCall,
  type ProbeOutcome,
  type ProbeResult,
} from "@colloquy/core";
import type { BegunProbe } from "./begun-probe.ts";

export interface DrawProbeOptions {
  model: ChatModel;
  /** The name its server knows it by. */
  id: string;
  /** Fields that choose who serves. */
  routing: Parameters;
  concurrency: number;
  signal: AbortSignal;
  /** Where what comes is kept, and what came before the probe was stopped is found. */
  begun: Pick<BegunProbe, "outcomes" | "add">;
  onResult: (done: number) => void;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
/** Refusals of one value after which it is not sent again. */
const ENOUGH_REFUSALS = 2;

/** Makes a probe's calls, some at once; a value that was refused twice is not sent again. */
export async function drawProbe(
  calls: readonly ProbeCall[],
  options: DrawProbeOptions,
): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  const refusals = new Map<string, number>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let place = next++; place < calls.length; place = next++) {
      const call = calls[place];
      if (!call) return;
      if (options.signal.aborted) throw stopped();
      const key = `${call.parameter ?? ""} ${call.arm}`;
      if (call.parameter !== null && (refusals.get(key) ?? 0) >= ENOUGH_REFUSALS) continue;
      const known = options.begun.outcomes.get(place);
      const outcome = known ?? (await outcomeOf(call, options));
      if (!known) await options.begun.add(place, outcome);
      if (outcome.type === "refused") refusals.set(key, (refusals.get(key) ?? 0) + 1);
      results.push({ call, outcome });
      options.onResult(results.length);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return results;
}

async function outcomeOf(
  { parameters, messages }: ProbeCall,
  { model, id, routing, signal }: DrawProbeOptions,
): Promise<ProbeOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const request = { ...parameters, ...routing, model: id, messages };
      return answered(await collect(model.stream(request, { signal })));
    } catch (error) {
      if (signal.aborted) throw stopped(error);
      const outcome = failure(error);
      const again = error instanceof ColloquyError && error.record.retryable;
      if (!again || attempt === ATTEMPTS) return outcome;
      const asked = (error.record.retry_after_s ?? 0) * 1000;
      await delay(Math.max(asked, FIRST_PAUSE_MS * 2 ** (attempt - 1)), null, { signal });
    }
  }
}

function answered({ choices, usage, ignored_parameters: ignored }: ChatCompletion): ProbeOutcome {
  const [choice] = choices;
  if (!choice || choice.finish_reason === "error")
    return { type: "failed", message: "the answer has no choice" };
  return {
    type: "answer",
    ignored: ignored ?? [],
    answer: {
      text: textOf(choice.message),
      finish_reason: choice.finish_reason,
      completion_tokens: choice.token_ids?.length ?? usage?.completion_tokens ?? null,
      has_logprobs: (choice.logprobs?.content?.length ?? 0) > 0,
    },
  };
}

function failure(error: unknown): ProbeOutcome {
  if (!(error instanceof ColloquyError)) throw error;
  const { kind, status, message } = error.record;
  const refused =
    !(error instanceof InterruptedError) &&
    (kind === "invalid_input" || (kind === "api" && [400, 404, 422].includes(status ?? 0)));
  return { type: refused ? "refused" : "failed", message };
}

const stopped = (cause?: unknown): AbortedError =>
  new AbortedError(
    {
      message: "stopped",
      remedy: "What came is kept for a day: the same command goes on with it.",
    },
    { cause },
  );
