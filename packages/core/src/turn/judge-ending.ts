import type { ChatCompletion, WireError } from "../chat/completion.ts";
import { textOf } from "../chat/message.ts";
import type { StoredState } from "../conversation/message-record.ts";
import type { ErrorRecord } from "../error/error-record.ts";
import { ColloquyError, errorRecord } from "../error/errors.ts";
import { readWireError } from "../error/read-wire-error.ts";

/** What is known when an answer ends, however it ended. */
export interface Ending {
  /** What arrived, null when nothing did. */
  completion: ChatCompletion | null;
  /** What the model threw; undefined when its stream ended by itself. */
  thrown?: unknown;
  /** True when the answer was asked for as one body. */
  whole: boolean;
}

/** The state a turn ends in; `error` is null exactly when it is complete. */
export interface Judgement {
  state: StoredState;
  error: ErrorRecord | null;
  notices: readonly string[];
}

/**
 * The table of states. Complete: a finish_reason other than `error` and no error object after it, whatever
 * the transport did then; or a whole body without one. Else interrupted when a part of an answer had come,
 * failed when nothing had.
 */
export function judgeEnding({ completion, thrown, whole }: Ending): Judgement {
  const choice = completion?.choices[0];
  const reason = choice?.finish_reason || null;
  const received = hasAnswer(completion);
  const broken = (error: ErrorRecord): Judgement => ({
    state: received ? "interrupted" : "failed",
    error,
    notices: [],
  });
  const told = completion?.error ?? choice?.error;
  if (told) return broken(recordOf(thrown) ?? wireRecord(told, completion));
  if (reason === "error") return broken(recordOf(thrown) ?? errorReason(completion));
  if (saysError(thrown)) return broken(recordOf(thrown) ?? noFinish());
  if (reason !== null) return complete(thrown === undefined ? [] : [brokeAfterEnd(thrown)]);
  if (thrown !== undefined) return broken(recordOf(thrown) ?? noFinish());
  if (whole && received)
    return complete(["no finish_reason came with this answer: whether it was cut is unknown"]);
  return broken(noFinish());
}

/** Whether a part of an answer has come: content, reasoning, a refusal, a tool call, an image, sound. */
export function hasAnswer(completion: ChatCompletion | null): boolean {
  return (completion?.choices ?? []).some(({ message }) =>
    Boolean(
      textOf(message) !== "" ||
      (Array.isArray(message.content) && message.content.length > 0) ||
      message.reasoning ||
      message.refusal ||
      message.reasoning_details?.length ||
      message.tool_calls?.length ||
      message.images?.length ||
      message.annotations?.length ||
      message.audio,
    ),
  );
}

function complete(notices: readonly string[]): Judgement {
  return { state: "complete", error: null, notices };
}

/** Whether the upstream itself said that it failed, as against a connection that broke. */
function saysError(thrown: unknown): boolean {
  for (let error = thrown; error instanceof ColloquyError; error = error.cause)
    if (error.record.kind === "api") return true;
  return false;
}

/** The record to keep: who stopped an answer by hand is named, not the cut that this made. */
function recordOf(thrown: unknown): ErrorRecord | undefined {
  if (thrown === undefined) return undefined;
  if (!(thrown instanceof ColloquyError))
    return errorRecord("protocol", {
      message: thrown instanceof Error ? thrown.message : "the model broke off for no named reason",
    });
  const { cause } = thrown;
  return cause instanceof ColloquyError && cause.record.kind === "aborted"
    ? cause.record
    : thrown.record;
}

function wireRecord(error: WireError, completion: ChatCompletion | null): ErrorRecord {
  return readWireError({ error, provider: completion?.provider }, { status: 200 });
}

function errorReason(completion: ChatCompletion | null): ErrorRecord {
  const native = completion?.choices[0]?.native_finish_reason;
  return errorRecord("interrupted", {
    message: `the provider ended the answer with finish_reason "error"${native ? ` (${native})` : ""}`,
    provider: completion?.provider ?? null,
    raw: native ?? null,
    remedy: "Ask again; if it happens again, another provider or model may answer.",
    retryable: true,
  });
}

function noFinish(): ErrorRecord {
  return errorRecord("interrupted", {
    message: "the stream ended without a finish_reason: the answer may be cut",
    remedy: "Ask again, or let the answer be continued.",
    retryable: true,
  });
}

function brokeAfterEnd(thrown: unknown): string {
  return `the answer is whole, but the connection broke after it: ${recordOf(thrown)?.message ?? ""}`;
}
