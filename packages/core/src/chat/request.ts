import type { ChatMessage } from "./message.ts";

/**
 * A chat-completions request in the wire's own words. Only fields that somebody set are present:
 * unset stays unset. Parameters are listed in `parameter/`; unknown ones travel as they are.
 */
export interface ChatRequest {
  model: string;
  messages: readonly ChatMessage[];
  /** How the wire is used: false asks for one body. Belongs to the client, recorded with the turn. */
  stream?: boolean;
  [parameter: string]: unknown;
}

/** Parameter name → value, as set by somebody. A key that is absent is unset; 0 and false are values. */
export type Parameters = Readonly<Record<string, unknown>>;
