import type { ChatMessage, ContentPart } from "./message.ts";
import type { Usage } from "../usage/usage.ts";

/** One token with its natural-log probability; `bytes` is its UTF-8, null when the provider hides it. */
export interface TokenLogprob {
  token: string;
  logprob: number;
  bytes: readonly number[] | null;
}

export interface ContentLogprob extends TokenLogprob {
  top_logprobs: readonly TokenLogprob[];
}

export interface Logprobs {
  content: readonly ContentLogprob[] | null;
  refusal?: readonly ContentLogprob[] | null;
}

/** An error as it stands on the wire. `code` is a number or a string, or absent; see `error/`. */
export interface WireError {
  code?: number | string | null;
  message?: string;
  type?: string;
  metadata?: Record<string, unknown> | null;
  [key: string]: unknown;
}

export interface Choice {
  index: number;
  message: ChatMessage;
  /** Normalised reason, null when the provider gave none. Any string is legal. */
  finish_reason: string | null;
  native_finish_reason?: string | null;
  logprobs?: Logprobs | null;
  error?: WireError;
  /** Ids of the answer's tokens, from a model that runs in this process. */
  token_ids?: readonly number[];
  [key: string]: unknown;
}

/** A whole answer, in the wire's shape. Unknown fields are kept. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Unix seconds. */
  created: number;
  /** The model that served the request, not always the one asked for. */
  model: string;
  /** Display name of who served it. */
  provider?: string | null;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  choices: readonly Choice[];
  usage?: Usage | null;
  error?: WireError;
  /** What the engine really applied, where it can tell (the local engine can). */
  effective_parameters?: Readonly<Record<string, unknown>>;
  /** Names of fields the engine received and does not honour. */
  ignored_parameters?: readonly string[];
  [key: string]: unknown;
}

/** A part of a message as it streams: every field may be missing or null. */
export type MessageDelta = {
  role?: string | null;
  /** A list of parts on some servers, and in the one chunk of a whole message. */
  content?: string | readonly ContentPart[] | null;
  reasoning?: string | null;
  reasoning_details?: readonly unknown[] | null;
  refusal?: string | null;
  tool_calls?: readonly ToolCallDelta[] | null;
  images?: readonly unknown[] | null;
  annotations?: readonly unknown[] | null;
  audio?: unknown;
  [key: string]: unknown;
};

export interface ToolCallDelta {
  index?: number | null;
  id?: string | null;
  type?: string | null;
  function?: { name?: string | null; arguments?: string | null } | null;
  [key: string]: unknown;
}

export interface ChunkChoice {
  index: number;
  delta: MessageDelta;
  finish_reason: string | null;
  native_finish_reason?: string | null;
  logprobs?: Logprobs | null;
  error?: WireError;
  token_ids?: readonly number[];
  [key: string]: unknown;
}

/** One piece of a streamed answer. `usage` comes on any chunk, usually the last; the last one wins. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  provider?: string | null;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  choices: readonly ChunkChoice[];
  usage?: Usage | null;
  error?: WireError;
  effective_parameters?: Readonly<Record<string, unknown>>;
  ignored_parameters?: readonly string[];
  [key: string]: unknown;
}
