import type {
  ContextPlan,
  ErrorRecord,
  SummarisePlan,
  TurnEvent,
  TurnSettings,
} from "@colloquy/core";
import { exitCodeOf } from "../error/exit-code-of.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";

export type BegunEvent = Extract<TurnEvent, { type: "begun" }>;
export type EndEvent = Extract<TurnEvent, { type: "completion" | "interruption" }>;

/** What became of a turn, as far as it came. */
export interface TurnReport {
  settings: TurnSettings | null;
  /** The last plan made: what was sent, or would be. */
  plan: ContextPlan | SummarisePlan | null;
  begun: BegunEvent | null;
  end: EndEvent | null;
  /** What was thrown: a refusal before anything was sent, or a store that could not keep. */
  failure: ErrorRecord | null;
  /** True for a model in this process. */
  inside: boolean;
}

/** The exit status of a turn: Ctrl-C first, then what went wrong. */
export function turnStatus(
  { signal }: { signal: AbortSignal },
  { failure, end }: Pick<TurnReport, "failure" | "end">,
): ExitCode {
  if (signal.aborted) return exitCode.interrupted;
  if (failure) return exitCodeOf(failure);
  return end?.state === "complete" ? exitCode.done : exitCode.failed;
}
