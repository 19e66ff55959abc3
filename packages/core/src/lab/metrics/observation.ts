import { textOf } from "../../chat/message.ts";
import type { ChatCompletion } from "../../chat/completion.ts";
import type { ExperimentData } from "../experiment-store.ts";
import type { Cell, ExperimentPrompt } from "../experiment.ts";
import type { SamplePhase, SampleResult } from "../sample.ts";

/** One sample as metrics see it. */
export interface Observation {
  result: SampleResult;
  /** What the model answered, "" when it did not. */
  text: string;
  /** False for a sample that failed after all retries, or broke off: no answer. */
  answered: boolean;
}

/** All samples of one cell for one prompt, in ascending index. */
export interface PromptObservations {
  prompt: ExperimentPrompt;
  observations: readonly Observation[];
}

/** Turns token ids of a model back into text; undefined where nobody can. */
export type Detokenize = (model: string, tokenIds: readonly number[]) => string | undefined;

/** The samples a cell has, by prompt. A cell derived from another takes prefixes of its samples. */
export function observationsOf(
  { experiment, results }: ExperimentData,
  cell: Cell,
  { phase, detokenize }: { phase?: SamplePhase; detokenize?: Detokenize } = {},
): readonly PromptObservations[] {
  const source = cell.derived_from?.cell_id ?? cell.id;
  return experiment.prompts.map((prompt) => ({
    prompt,
    observations: results
      .filter((result) => result.cell_id === source && result.prompt_id === prompt.id)
      .filter((result) => phase === undefined || result.phase === phase)
      .toSorted((a, b) => a.index - b.index)
      .map((result) => observationOf(derived(result, cell, detokenize))),
  }));
}

function observationOf(result: SampleResult): Observation {
  const message = result.completion?.choices[0]?.message;
  const answered = result.state === "complete" && message !== undefined;
  return { result, answered, text: answered ? textOf(message) : "" };
}

function derived(result: SampleResult, cell: Cell, detokenize?: Detokenize): SampleResult {
  if (!cell.derived_from || result.state !== "complete" || !result.completion) return result;
  const { max_tokens: cap } = cell.derived_from;
  const completion = prefixOf(result.completion, cap, (ids) => detokenize?.(cell.model, ids));
  const own = { ...result, cell_id: cell.id, completion };
  return completion
    ? { ...own, cost_usd: null, timing: { ...result.timing, first_token_ms: null, total_ms: null } }
    : { ...own, state: "failed", cause: "other" };
}

/**
 * What the same sample would have been under a smaller `max_tokens`: its first tokens, cut with finish_reason
 * `length`. Null when neither token ids nor logprobs tell where its tokens end.
 */
export function prefixOf(
  completion: ChatCompletion,
  maxTokens: number,
  detokenize: (ids: readonly number[]) => string | undefined,
): ChatCompletion | null {
  const [choice] = completion.choices;
  if (!choice) return null;
  const ids = choice.token_ids;
  const tokens = choice.logprobs?.content;
  const count = ids?.length ?? tokens?.length ?? completion.usage?.completion_tokens;
  if (count === undefined) return null;
  if (count < maxTokens || (count === maxTokens && choice.finish_reason === "length")) {
    return completion;
  }
  const text = ids
    ? detokenize(ids.slice(0, maxTokens))
    : tokens
        ?.slice(0, maxTokens)
        .map(({ token }) => token)
        .join("");
  if (text === undefined) return null;
  return {
    ...completion,
    usage: { ...completion.usage, completion_tokens: maxTokens },
    choices: [
      {
        ...choice,
        message: { ...choice.message, content: text },
        finish_reason: "length",
        ...(ids ? { token_ids: ids.slice(0, maxTokens) } : {}),
        ...(tokens ? { logprobs: { content: tokens.slice(0, maxTokens) } } : {}),
      },
    ],
  };
}
