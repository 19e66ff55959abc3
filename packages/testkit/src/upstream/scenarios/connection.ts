import { both, complete, failed, interrupted } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import { answerText, partialText } from "../wire/answer.ts";
import { answerChunks } from "../wire/chunks.ts";
import { frames } from "../wire/frames.ts";
import { sendHalf } from "../wire/send-half.ts";
import { sendAnswer } from "../wire/send.ts";

const group = "connection";
const json = { "content-type": "application/json" };

const cutClaims = { stream: interrupted({ text: partialText }), whole: failed() };

const resetMidToken: Scenario = {
  name: "reset-mid-token",
  group,
  summary: "The connection is reset in the middle of a token.",
  contract: "A connection that dies ends the answer; what had come is kept.",
  async respond(request, reply) {
    await sendHalf(request, reply);
    await reply.reset();
  },
  expect: cutClaims,
};

const resetMidCharacter: Scenario = {
  name: "reset-mid-character",
  group,
  summary: "The connection is reset inside a character of three bytes.",
  contract: "Half a character is not shown.",
  async respond(request, reply) {
    await sendHalf(request, reply, { next: " costs 5 €" });
    await reply.reset();
  },
  expect: cutClaims,
};

const hangUpMidToken: Scenario = {
  name: "hang-up-mid-token",
  group,
  summary: "The connection is closed in the middle of a token, without the last HTTP chunk.",
  contract: "A body that lacks its end was cut.",
  async respond(request, reply) {
    await sendHalf(request, reply);
    await reply.hangUp();
  },
  expect: cutClaims,
};

const shortBody: Scenario = {
  name: "short-body",
  group,
  summary: "Content-Length promises more than comes.",
  contract: "A body that is shorter than announced was cut.",
  async respond(request, reply) {
    await sendHalf(request, reply, { headers: { "content-length": "1000000" } });
    await reply.hangUp();
  },
  expect: cutClaims,
};

const resetAfterFinish: Scenario = {
  name: "reset-after-finish",
  group,
  summary: "The whole answer and its finish_reason, then the connection is reset.",
  contract: "A finish_reason makes an answer whole, whatever the connection does then.",
  async respond(request, reply) {
    if (!request.streaming) return sendAnswer(request, reply);
    reply.sse();
    await reply.writeAll(frames(answerChunks(request)));
    await reply.reset();
  },
  expect: both(complete({ text: answerText, finish_reason: "stop", requests: 1 })),
};

const resetBeforeHeaders: Scenario = {
  name: "reset-before-headers",
  group,
  summary: "The connection is reset before anything is answered.",
  contract: "Nothing was received, so the request may be tried again.",
  respond: (_request, reply) => reply.reset(),
  expect: both(failed({ retryable: true })),
};

const resetAfterHeaders: Scenario = {
  name: "reset-after-headers",
  group,
  summary: "Status 200 and the headers, then the connection is reset.",
  contract: "Nothing of an answer was received, so the request may be tried again.",
  async respond(request, reply) {
    if (request.streaming) reply.sse();
    else reply.head(200, json);
    await reply.reset();
  },
  expect: both(failed({ retryable: true })),
};

const redirect: Scenario = {
  name: "redirect-other-host",
  group,
  summary: "A redirect to another origin, which would answer.",
  contract: "Neither a key nor a conversation follows a redirect to another host.",
  respond: (_request, reply) =>
    reply.bytes(307, "", { location: `${reply.strangerUrl}/api/v1/chat/completions` }),
  expect: both(failed({ retryable: false })),
};

const notHttp: Scenario = {
  name: "not-http",
  group,
  summary: "What answers does not speak HTTP.",
  contract: "Something else may listen on that port.",
  respond: (_request, reply) => reply.garbage("SSH-2.0-parlour\r\n"),
  expect: both(failed()),
};

const staleKeepAlive: Scenario = {
  name: "stale-keep-alive",
  group,
  summary: "A good answer; then the kept connection is closed without notice.",
  contract: "A kept connection may be gone by the time of the next request.",
  respond(request, reply) {
    reply.closeAfter(1);
    return sendAnswer(request, reply);
  },
  expect: both(complete({ text: answerText })),
};

export const connectionScenarios: readonly Scenario[] = [
  resetBeforeHeaders,
  resetAfterHeaders,
  resetMidToken,
  resetMidCharacter,
  resetAfterFinish,
  hangUpMidToken,
  shortBody,
  redirect,
  notHttp,
  staleKeepAlive,
];
