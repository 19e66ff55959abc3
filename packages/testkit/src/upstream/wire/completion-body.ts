import type { UpstreamRequest } from "../upstream-request.ts";
import { answerText, usage } from "./answer.ts";
import { identityOf } from "./identity.ts";

/** What a scenario changes in an otherwise exemplary body. A field given as undefined is left out. */
export interface BodyChanges {
  message?: Record<string, unknown>;
  choice?: Record<string, unknown>;
  body?: Record<string, unknown>;
}

/** A whole answer in the shape and key order seen on the wire. */
export function completionBody(
  request: UpstreamRequest,
  changes: BodyChanges = {},
): Record<string, unknown> {
  const { id, created, model, provider } = identityOf(request);
  return {
    id,
    object: "chat.completion",
    created,
    model,
    provider,
    system_fingerprint: null,
    service_tier: null,
    choices: [
      {
        index: 0,
        logprobs: null,
        finish_reason: "stop",
        native_finish_reason: "stop",
        ...changes.choice,
        message: {
          role: "assistant",
          content: answerText,
          refusal: null,
          reasoning: null,
          ...changes.message,
        },
      },
    ],
    usage,
    ...changes.body,
  };
}
