import { both, complete, failed } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerPieces, answerText, partialText, usage } from "../wire/answer.ts";
import { chunk, contentChunk, finishChunk, usageChunk } from "../wire/chunks.ts";
import { errorBody } from "../wire/errors.ts";
import { sendAnswer, sendBody, sendChunks } from "../wire/send.ts";
import { signedReasoning } from "./reasoning.ts";

const group = "parameters";

/** Says the first `limit` tokens of the answer, with `length` where that cuts it. */
function sendUpTo(limit: number, request: UpstreamRequest, reply: Reply): void | Promise<void> {
  const pieces = answerPieces.slice(0, limit);
  const reason = pieces.length < answerPieces.length ? "length" : "stop";
  const counts = {
    ...usage,
    completion_tokens: pieces.length,
    total_tokens: usage.prompt_tokens + pieces.length,
  };
  if (!request.streaming) {
    return sendBody(request, reply, {
      message: { content: pieces.join("") },
      choice: { finish_reason: reason },
      body: { usage: counts },
    });
  }
  return sendChunks(request, reply, [
    ...pieces.map((piece) => contentChunk(request, piece)),
    finishChunk(request, reason),
    usageChunk(request, { reason, counts }),
  ]);
}

function maxTokens({ json }: UpstreamRequest): number {
  const asked = json["max_completion_tokens"] ?? json["max_tokens"];
  return typeof asked === "number" ? asked : answerPieces.length;
}

const cut = both(complete({ text: partialText, finish_reason: "length", requests: 1 }));

const honoured: Scenario = {
  name: "parameter-honoured",
  group,
  summary: "max_tokens is honoured.",
  contract: "max_tokens cuts an answer, it does not shorten it.",
  parameters: { max_tokens: 5 },
  respond: (request, reply) => sendUpTo(maxTokens(request), request, reply),
  expect: cut,
};

const clamped: Scenario = {
  name: "parameter-clamped",
  group,
  summary: "max_tokens above 5 is taken as 5, without a word.",
  contract: "A provider may clamp a value in silence.",
  parameters: { max_tokens: 1000 },
  respond: (request, reply) => sendUpTo(Math.min(5, maxTokens(request)), request, reply),
  expect: cut,
};

const ignored: Scenario = {
  name: "parameter-ignored",
  group,
  summary: "Every parameter is ignored.",
  contract: "A parameter that a provider does not support is dropped in silence.",
  parameters: { max_tokens: 5 },
  respond: (request, reply) => sendAnswer(request, reply),
  expect: both(complete({ text: answerText, finish_reason: "stop", requests: 1 })),
};

const rejected: Scenario = {
  name: "parameter-rejected",
  group,
  summary: "A temperature above 1 is refused.",
  contract: "A provider may refuse what others take.",
  parameters: { temperature: 1.5 },
  respond(request, reply) {
    const { temperature } = request.json;
    if (typeof temperature !== "number" || temperature <= 1) return sendAnswer(request, reply);
    const error = { param: "temperature", metadata: { error_type: "invalid_request" } };
    reply.json(400, errorBody(400, "temperature must be at most 1 for this model", { error }));
  },
  expect: both(failed({ cause: "temperature must be at most 1", retryable: false, requests: 1 })),
};

/** Whether a request turns reasoning off, in any of the ways there are. */
function withoutReasoning({ json }: UpstreamRequest): boolean {
  const { reasoning, reasoning_effort: effort } = json;
  if (effort === "none") return true;
  if (typeof reasoning !== "object" || reasoning === null) return false;
  const { enabled, effort: nested } = { enabled: undefined, effort: undefined, ...reasoning };
  return enabled === false || nested === "none";
}

const mandatory: Scenario = {
  name: "reasoning-mandatory",
  group,
  summary: "Reasoning cannot be turned off.",
  contract: "Some models refuse a request that turns reasoning off.",
  parameters: { reasoning: { effort: "none" } },
  respond(request, reply) {
    if (!withoutReasoning(request)) return sendAnswer(request, reply);
    reply.json(
      400,
      errorBody(400, "Reasoning is mandatory for this endpoint and cannot be disabled."),
    );
  },
  expect: both(failed({ cause: "Reasoning is mandatory", retryable: false, requests: 1 })),
};

const signature: Scenario = {
  name: "reasoning-signature",
  group,
  summary: "Every earlier answer must come back with its signed reasoning, unchanged.",
  contract: "reasoning_details are sent back unmodified and in order.",
  respond(request, reply) {
    const expected = JSON.stringify(signedReasoning);
    const answers = request.messages.filter(({ role }) => role === "assistant");
    if (answers.some((answer) => JSON.stringify(answer.reasoning_details) !== expected)) {
      return reply.json(400, errorBody(400, "Invalid signature in thinking block"));
    }
    const reasoning_details = signedReasoning;
    if (!request.streaming) return sendBody(request, reply, { message: { reasoning_details } });
    return sendChunks(request, reply, [
      chunk(request, { delta: { role: "assistant", content: "", reasoning_details } }),
      ...answerPieces.map((piece) => contentChunk(request, piece)),
      finishChunk(request),
      usageChunk(request),
    ]);
  },
  expect: both(complete({ text: answerText, finish_reason: "stop", requests: 1 })),
};

export const parameterScenarios: readonly Scenario[] = [
  honoured,
  clamped,
  ignored,
  rejected,
  mandatory,
  signature,
];
