import { CompletionAccumulator } from "../../chat/completion-accumulator.ts";
import type { ChatModel } from "../../chat/chat-model.ts";
import type { ChatCompletion } from "../../chat/completion.ts";
import type { ChatRequest } from "../../chat/request.ts";
import type { ErrorRecord } from "../../error/error-record.ts";
import { AbortedError, ColloquyError, errorRecord, InterruptedError } from "../../error/errors.ts";
import type { Timing } from "../../conversation/message-record.ts";
import type { SamplePlan, SampleResult } from "../sample.ts";
import { failureCause } from "./failure-cause.ts";
import type { RunPorts } from "./run-ports.ts";

/** How often a call that may succeed later is made, the first included. */
export const MAX_ATTEMPTS = 5;
/** Pause before the second try; each further pause is twice as long. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Tells the others that the server asked for a pause, in milliseconds. */
export type OnRateLimit = (pauseMs: number) => void;

interface Attempt {
  state: SampleResult["state"];
  completion: ChatCompletion | null;
  error: ErrorRecord | null;
  timing: Timing;
}

/** Draws one sample, again where an error is retryable. Throws `AbortedError` only: every failure is a result. */
export async function drawSample(
  sample: SamplePlan,
  given: {
    request: ChatRequest;
    model: ChatModel;
    ports: RunPorts;
    signal: AbortSignal;
    onRateLimit: OnRateLimit;
  },
): Promise<SampleResult> {
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await tryOnce(given);
    const again = attempt.error?.retryable === true && attempts < MAX_ATTEMPTS;
    if (!again) return resultOf(sample, attempt, attempts);
    const pause = pauseBefore(attempts, attempt.error);
    if (attempt.error?.status === 429) given.onRateLimit(pause);
    await given.ports.sleep(pause, given.signal);
    if (given.signal.aborted) throw new AbortedError();
  }
}

function pauseBefore(attempts: number, error: ErrorRecord | null): number {
  const asked = (error?.retry_after_s ?? 0) * 1000;
  return Math.max(asked, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)));
}

async function tryOnce({
  request,
  model,
  ports,
  signal,
}: {
  request: ChatRequest;
  model: ChatModel;
  ports: RunPorts;
  signal: AbortSignal;
}): Promise<Attempt> {
  const started = ports.environment.now();
  const accumulator = new CompletionAccumulator();
  let first: number | null = null;
  const timing = (): Timing => ({
    started_at: new Date(started).toISOString(),
    first_token_ms: first,
    total_ms: ports.environment.now() - started,
  });
  try {
    for await (const chunk of model.stream(request, { signal })) {
      first ??= ports.environment.now() - started;
      accumulator.add(chunk);
    }
    return judged(accumulator.completion(), timing());
  } catch (error) {
    if (signal.aborted) throw new AbortedError({ message: "stopped" }, { cause: error });
    return failed(error, timing());
  }
}

/** A stream that ended well is an answer unless it says itself that it is none. */
function judged(completion: ChatCompletion, timing: Timing): Attempt {
  const [choice] = completion.choices;
  if (choice && choice.finish_reason !== "error") {
    return { state: "complete", completion, error: null, timing };
  }
  const message = choice ? "the answer ended with an error" : "the answer has no choice";
  const error = errorRecord(choice ? "interrupted" : "protocol", { message });
  return { state: choice ? "interrupted" : "failed", completion, error, timing };
}

function failed(error: unknown, timing: Timing): Attempt {
  const interrupted = error instanceof InterruptedError;
  const record =
    error instanceof ColloquyError
      ? error.record
      : errorRecord("protocol", {
          message: error instanceof Error ? error.message : String(error),
        });
  return {
    state: interrupted ? "interrupted" : "failed",
    completion: interrupted ? error.completion : null,
    error: record,
    timing,
  };
}

function resultOf(sample: SamplePlan, attempt: Attempt, attempts: number): SampleResult {
  const { experiment_id, id, cell_id, prompt_id, phase, index } = sample;
  const usage = attempt.completion?.usage ?? null;
  return {
    experiment_id,
    sample_id: id,
    cell_id,
    prompt_id,
    phase,
    index,
    ...attempt,
    usage,
    cost_usd: usage?.cost ?? null,
    attempts,
    cause: attempt.error ? failureCause(attempt.error) : null,
  };
}
