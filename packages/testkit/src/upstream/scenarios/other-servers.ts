import { recordedReplies } from "../../fixtures/recorded-replies.ts";
import { both, complete } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import { final, statusScenario } from "./status-scenario.ts";

const json = "application/json";

/** Answers of other servers, byte for byte as recorded. */
export const otherServerAnswers: readonly Scenario[] = recordedReplies.map(
  ({ server, stream, body, text }) => ({
    name: `like-${server}`,
    group: "well-behaved",
    summary: `An answer in the shape of ${server}.`,
    contract: "Servers that speak the protocol differ in what they add and leave out.",
    respond: (request, reply) =>
      request.streaming
        ? reply.bytes(200, stream, { "content-type": "text/event-stream" })
        : reply.bytes(200, body, { "content-type": json }),
    expect: both(complete({ text, finish_reason: "stop", requests: 1 })),
  }),
);

/** A status with a body that is not OpenRouter's envelope. */
function told(
  name: string,
  summary: string,
  status: number,
  body: object,
  cause: string,
): Scenario {
  return statusScenario({
    name,
    summary,
    contract: "Every server has an envelope of its own for its errors.",
    status,
    message: cause,
    body: { type: json, text: JSON.stringify(body) },
    expect: final,
  });
}

export const otherServerErrors: readonly Scenario[] = [
  told(
    "404-ollama",
    "The model is not there; code and param are null.",
    404,
    {
      error: {
        message: 'model "any/model" not found, try pulling it first',
        type: "not_found_error",
        param: null,
        code: null,
      },
    },
    "try pulling it first",
  ),
  told(
    "400-llamacpp",
    "The prompt is too long; the figures stand beside the message.",
    400,
    {
      error: {
        code: 400,
        message: "the request exceeds the available context size",
        type: "exceed_context_size_error",
        n_prompt_tokens: 5110,
        n_ctx: 4096,
      },
    },
    "exceeds the available context size",
  ),
  told(
    "400-text",
    "The error is a plain text.",
    400,
    { error: "Channel closed while loading" },
    "Channel closed while loading",
  ),
  told(
    "400-flat",
    "The error's fields stand at the top level.",
    400,
    { object: "error", message: "best_of must be 1", type: "BadRequestError", code: 400 },
    "best_of must be 1",
  ),
];
