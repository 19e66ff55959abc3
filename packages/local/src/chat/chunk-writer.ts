import { randomUUID } from "node:crypto";
import type { ChatCompletionChunk, ContentLogprob, Parameters, Usage } from "@colloquy/core";
import type { Released } from "./answer-text.ts";

/** What every chunk of one answer says of it. */
export interface AnswerHead {
  model: string;
  provider: string;
  system_fingerprint: string;
}

/** How an answer ended, for its last chunk. */
export interface AnswerEnd {
  finish_reason: string;
  native_finish_reason: string;
  usage: Usage;
  effective_parameters: Parameters;
  ignored_parameters: readonly string[];
}

/** Writes one answer as chunks in the wire's shape. */
export class ChunkWriter {
  readonly #head: AnswerHead & { id: string; object: "chat.completion.chunk"; created: number };
  readonly #logprobs: boolean;
  #begun = false;

  constructor(head: AnswerHead, logprobs: boolean) {
    this.#head = {
      id: `gen-local-${randomUUID()}`,
      object: "chat.completion.chunk",
      created: Math.floor(Date.now() / 1000),
      ...head,
    };
    this.#logprobs = logprobs;
  }

  content(released: Released<ContentLogprob | undefined>): ChatCompletionChunk {
    return this.#chunk(released, null);
  }

  end(
    rest: Released<ContentLogprob | undefined>,
    { finish_reason, native_finish_reason, ...end }: AnswerEnd,
  ): ChatCompletionChunk {
    return { ...this.#chunk(rest, finish_reason, native_finish_reason), ...end };
  }

  #chunk(
    released: Released<ContentLogprob | undefined>,
    finish_reason: string | null,
    native_finish_reason?: string,
  ): ChatCompletionChunk {
    const role = this.#begun ? {} : { role: "assistant" };
    this.#begun = true;
    const content = released.extras.filter((extra) => extra !== undefined);
    return {
      ...this.#head,
      choices: [
        {
          index: 0,
          delta: { ...role, content: released.text },
          finish_reason,
          ...(native_finish_reason === undefined ? {} : { native_finish_reason }),
          ...(this.#logprobs ? { logprobs: { content } } : {}),
          token_ids: released.token_ids,
        },
      ],
    };
  }
}
