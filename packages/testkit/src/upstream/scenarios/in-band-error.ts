import { both, complete, failed, interrupted } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerText, partialPieces, partialText, providerName } from "../wire/answer.ts";
import { answerChunks, chunk, contentChunk } from "../wire/chunks.ts";
import { errorBody } from "../wire/errors.ts";
import { commentFrame, doneFrame, frame, frames } from "../wire/frames.ts";
import { sendBody, sendChunks } from "../wire/send.ts";

type Fields = Record<string, unknown>;

const reason = "The model lost its thread";
const metadata = { error_type: "provider_unavailable", provider_name: providerName };
const errorObject = { code: 502, message: reason, metadata };

function partial(request: UpstreamRequest): Fields[] {
  return partialPieces.map((piece) => contentChunk(request, piece));
}

/** Streams half an answer and then `error`; a whole body has that half and the error beside it. */
function midStream(
  scenario: Pick<Scenario, "name" | "summary" | "contract"> & {
    error: (request: UpstreamRequest) => unknown;
    body?: unknown;
    cause?: string;
    /** Whether [DONE] follows. */
    done?: boolean;
  },
): Scenario {
  const { error, body = errorObject, cause = reason, done = false, ...described } = scenario;
  return {
    ...described,
    group: "in-band error",
    async respond(request, reply) {
      if (!request.streaming) {
        return sendBody(request, reply, {
          message: { content: partialText },
          choice: { finish_reason: "error" },
          body: { error: body },
        });
      }
      reply.sse();
      await reply.writeAll(frames([...partial(request), error(request)]));
      reply.end(done ? doneFrame : "");
    },
    expect: both(interrupted({ text: partialText, cause })),
  };
}

const topLevel: Scenario = {
  name: "error-200",
  group: "in-band error",
  summary: "Status 200, and the body is an error and no answer.",
  contract: "An error at the top level is an error, whatever the status.",
  respond: (_request, reply) =>
    reply.json(200, errorBody(502, reason, { error: { metadata }, body: { user_id: null } })),
  expect: both(failed({ cause: reason, provider: providerName, retryable: true })),
};

const afterWhiteSpace: Scenario = {
  name: "error-after-white-space",
  group: "in-band error",
  summary: "White space while the model works, then an error with status 200.",
  contract: "Once white space was sent the status can no longer tell.",
  async respond(request, reply) {
    if (request.streaming) reply.sse();
    else reply.head(200, { "content-type": "application/json" });
    await reply.writeAll(["\n  \n", "\n\n"], reply.settings.comment_ms);
    const error = errorBody(429, "The parlour is full");
    reply.end(request.streaming ? frame(error) + doneFrame : JSON.stringify(error));
  },
  expect: both(failed({ cause: "The parlour is full", retryable: true })),
};

const firstEvent: Scenario = {
  name: "error-first-event",
  group: "in-band error",
  summary: "The stream's first event is an error.",
  contract: "An error before anything of an answer means that the request failed.",
  async respond(request, reply) {
    const error = chunk(
      request,
      { delta: { content: "" }, finish_reason: "error" },
      { error: errorObject },
    );
    if (!request.streaming) return reply.json(200, errorBody(502, reason, { error: { metadata } }));
    reply.sse();
    await reply.writeAll([commentFrame, frame(error)]);
    reply.end(doneFrame);
  },
  expect: both(failed({ cause: reason, retryable: true })),
};

const inChoice: Scenario = {
  name: "error-in-choice",
  group: "in-band error",
  summary: "The error stands in choices[0].error, beside a part of the answer.",
  contract: "A choice may hold an error of its own.",
  respond(request, reply) {
    const choice = { finish_reason: "error", native_finish_reason: null, error: errorObject };
    if (!request.streaming) {
      return sendBody(request, reply, { message: { content: partialText }, choice });
    }
    return sendChunks(request, reply, [...partial(request), chunk(request, choice)]);
  },
  expect: both(interrupted({ text: partialText, cause: reason, provider: providerName })),
};

const asObject = midStream({
  name: "error-mid-stream",
  summary: "After some content, a chunk with an error object and finish_reason error.",
  contract: "An error in a stream ends the answer.",
  error: (request) => chunk(request, { finish_reason: "error" }, { error: errorObject }),
  done: true,
});

const stringCode = midStream({
  name: "error-mid-stream-string-code",
  summary: "The error's code is a word; finish_reason is error.",
  contract: "error.code is a number or a word.",
  error: (request) =>
    chunk(
      request,
      { finish_reason: "error" },
      { error: { code: "server_error", message: reason } },
    ),
  body: { code: "server_error", message: reason },
});

const bare = midStream({
  name: "error-mid-stream-bare",
  summary: "A chunk that is nothing but an error.",
  contract: "An error chunk may lack everything else.",
  error: () => errorBody(502, reason),
});

const text = midStream({
  name: "error-mid-stream-text",
  summary: "The error is a plain text.",
  contract: "error may be a text.",
  error: () => ({ error: reason }),
  body: reason,
});

const emptyChoices = midStream({
  name: "error-mid-stream-empty-choices",
  summary: "The error comes on a chunk with empty choices; [DONE] follows.",
  contract: "[DONE] after an error does not make the answer whole.",
  error: (request) => chunk(request, {}, { choices: [], error: errorObject }),
  done: true,
});

const raw = midStream({
  name: "error-mid-stream-raw",
  summary: "The error says nothing; the reason is in metadata.raw.",
  contract: "The provider's own words are in metadata.raw, perhaps as JSON inside a text.",
  error: (request) =>
    chunk(
      request,
      { finish_reason: "error" },
      {
        error: {
          code: 502,
          message: "Provider returned error",
          metadata: {
            provider_name: providerName,
            raw: JSON.stringify({ error: { message: reason } }),
          },
        },
      },
    ),
});

const errorEvent: Scenario = {
  name: "error-event",
  group: "in-band error",
  summary: "After some content, an event named error with an error as data.",
  contract: "An event's name changes nothing: its data is an error.",
  async respond(request, reply) {
    if (!request.streaming) return reply.json(200, errorBody("server_error", reason));
    reply.sse();
    await reply.writeAll(frames(partial(request)));
    reply.end(`event: error\n${frame(errorBody("server_error", reason))}`);
  },
  expect: {
    stream: interrupted({ text: partialText, cause: reason }),
    whole: failed({ cause: reason }),
  },
};

const afterFinish: Scenario = {
  name: "error-after-finish",
  group: "in-band error",
  summary: "All content and finish_reason stop came, then an error.",
  contract: "An error after a finish_reason still ends the answer badly.",
  respond(request, reply) {
    if (!request.streaming) return sendBody(request, reply, { body: { error: errorObject } });
    const error = chunk(request, { finish_reason: "error" }, { error: errorObject });
    return sendChunks(request, reply, [...answerChunks(request), error]);
  },
  expect: both(interrupted({ text: answerText, cause: reason })),
};

const errorNull: Scenario = {
  name: "error-null",
  group: "in-band error",
  summary: "error is null on every chunk, and in the body and its choice.",
  contract: "An error that is null is none.",
  respond(request, reply) {
    if (!request.streaming) {
      return sendBody(request, reply, { choice: { error: null }, body: { error: null } });
    }
    const chunks = answerChunks(request).map((value) => ({ ...value, error: null }));
    return sendChunks(request, reply, chunks);
  },
  expect: both(complete({ text: answerText, finish_reason: "stop", requests: 1 })),
};

export const inBandErrorScenarios: readonly Scenario[] = [
  topLevel,
  afterWhiteSpace,
  firstEvent,
  inChoice,
  asObject,
  stringCode,
  bare,
  text,
  emptyChoices,
  raw,
  errorEvent,
  afterFinish,
  errorNull,
];
