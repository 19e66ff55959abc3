import type { ModelProgress } from "@colloquy/core";
import type { SamplerSettings } from "../sampling/sampler-settings.ts";

/** One answer to compute, as the engine sees it. */
export interface Generation {
  /** The whole prompt; its last token is read alone. */
  readonly prompt: readonly number[];
  readonly settings: SamplerSettings;
  /** A grammar the answer must keep to, in llama.cpp's GBNF. */
  readonly grammar?: string | undefined;
  /** Tokens at most. */
  readonly limit: number;
  /** Whether `onToken` is to be given the raw logits each token was drawn from. */
  readonly wantsLogits: boolean;
  readonly signal?: AbortSignal | undefined;
  onProgress(progress: ModelProgress): void;
  /** The prompt has been read; `cached` of its tokens had been before. */
  onStart(cached: number): void;
  /** A token of the answer; false ends it. */
  onToken(token: number, logits: Float32Array | undefined): boolean;
  /** The tokens that the next prompt will begin with, once the answer is there: worth reading ahead. */
  continuation?(): readonly number[] | undefined;
}

/** Why an answer ended: the model's own end token, its limit, or because `onToken` said so. */
export type Ending = "end_token" | "limit" | "stopped";
