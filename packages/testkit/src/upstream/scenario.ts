import type { Parameters, StoredState } from "@colloquy/core";
import type { Reply } from "./reply.ts";
import type { UpstreamRequest } from "./upstream-request.ts";

/** Kinds of behaviour, in the order the list shows them. */
export const scenarioGroups = [
  "well-behaved",
  "body",
  "framing",
  "finish",
  "usage",
  "message",
  "tool calls",
  "in-band error",
  "connection",
  "endless",
  "status",
  "limit",
  "parameters",
] as const;

export type ScenarioGroup = (typeof scenarioGroups)[number];

/** What a correct client makes of a scenario. Fields that are absent are not claimed. */
export interface Expectation {
  state: StoredState;
  /** Exit code of a command that asked for the answer: 0 for a complete one, else 1. */
  exit_code: 0 | 1;
  /** All the answer's text, or as far as it came. */
  text?: string;
  finish_reason?: string | null;
  /** The counts that hold in the end; null when none came, so that none may be shown. */
  usage?: Readonly<Record<string, unknown>> | null;
  /** The calls that the answer makes, in order, each once. */
  tool_calls?: readonly { name: string; arguments: string }[];
  /** Words that the one-line cause holds. */
  cause?: string;
  /** Display name of the provider that the error names. */
  provider?: string;
  retryable?: boolean;
  /** How many requests the client sends, exactly: 1 where it may not retry. */
  requests?: number;
  /** The client's own deadline that has to end it: no answer comes by itself. */
  deadline?: "first_token" | "silence" | "total";
}

/** One named way in which an endpoint behaves, with what a correct client makes of it. */
export interface Scenario {
  /** Lower-case words and numbers joined by hyphens; also its path prefix. */
  readonly name: string;
  readonly group: ScenarioGroup;
  /** One line. */
  readonly summary: string;
  /** The rule behind it, as a sentence about the protocol. */
  readonly contract: string;
  /** Parameters with which a request shows the behaviour; none when any request does. */
  readonly parameters?: Parameters;
  /** Answers one request, from nothing but the request and the settings of the reply. */
  respond(request: UpstreamRequest, reply: Reply): void | Promise<void>;
  readonly expect: {
    /** For a request with `stream: true`. */
    readonly stream: Expectation;
    /** For a request without it. */
    readonly whole: Expectation;
  };
}
