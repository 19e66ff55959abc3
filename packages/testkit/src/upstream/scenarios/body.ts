import { gzipSync } from "node:zlib";
import { both, complete, failed } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerText } from "../wire/answer.ts";
import { answerChunks, chunk } from "../wire/chunks.ts";
import { completionBody } from "../wire/completion-body.ts";
import { doneFrame, frames } from "../wire/frames.ts";
import { htmlPage } from "../wire/html-page.ts";
import { sendAnswer, sendBody, sendChunks } from "../wire/send.ts";

const json = { "content-type": "application/json" };
const whole = complete({ text: answerText, finish_reason: "stop", requests: 1 });

/** Head of the kind of answer that was asked for. */
function begin(request: UpstreamRequest, reply: Reply, headers: Record<string, string> = {}): void {
  if (request.streaming) reply.sse(headers);
  else reply.head(200, { ...json, ...headers });
}

/** The whole exemplary answer as one text, in the way that was asked for. */
function answerBytes(request: UpstreamRequest): string {
  if (!request.streaming) return JSON.stringify(completionBody(request));
  return frames(answerChunks(request)).join("") + doneFrame;
}

const blankLines: Scenario = {
  name: "blank-lines",
  group: "body",
  summary: "Blank lines before the JSON, or before the first event.",
  contract: "White space around a body means nothing.",
  async respond(request, reply) {
    begin(request, reply);
    await reply.writeAll(["\r\n\r\n", "\n   \n", "\n\n\n"], reply.settings.gap_ms);
    reply.end(`${answerBytes(request)}\n\n`);
  },
  expect: both(whole),
};

const whiteSpaceKeepAlive: Scenario = {
  name: "white-space-keep-alive",
  group: "body",
  summary: "White space trickles in while the model works, then the answer comes.",
  contract: "White space keeps a connection alive; it is no token and no progress.",
  async respond(request, reply) {
    begin(request, reply);
    await reply.writeAll([" \n", "    ", "\n \n", "   \n"], reply.settings.comment_ms);
    if (!request.streaming) return reply.end(answerBytes(request));
    for (const event of frames(answerChunks(request))) await reply.writeAll(["\n\n", event]);
    reply.end(doneFrame);
  },
  expect: both(whole),
};

const whiteSpaceOnly: Scenario = {
  name: "white-space-only",
  group: "body",
  summary: "Status 200, white space, and the end.",
  contract: "A body of only white space is no answer.",
  async respond(request, reply) {
    begin(request, reply);
    await reply.writeAll(["\n\n", "\n \n\n"], reply.settings.gap_ms);
    reply.end("\n");
  },
  expect: both(failed()),
};

const emptyBody: Scenario = {
  name: "empty-body",
  group: "body",
  summary: "Status 200 and not one byte.",
  contract: "An empty body is no answer.",
  respond: (request, reply) =>
    reply.bytes(200, "", request.streaming ? { "content-type": "text/event-stream" } : json),
  expect: both(failed()),
};

const html200: Scenario = {
  name: "html-200",
  group: "body",
  summary: "A web page with status 200, as from a hotel's network.",
  contract: "A body that is not JSON is no answer, whatever its status.",
  respond: (_request, reply) =>
    reply.bytes(200, htmlPage("Welcome", "Accept the terms to go online."), {
      "content-type": "text/html; charset=utf-8",
    }),
  expect: both(failed()),
};

const gzip: Scenario = {
  name: "gzip",
  group: "body",
  summary: "The body, or the stream, is compressed with gzip.",
  contract: "Content-Encoding applies to streams too.",
  async respond(request, reply) {
    const bytes = gzipSync(answerBytes(request));
    begin(request, reply, { "content-encoding": "gzip" });
    await reply.writeAll([bytes.subarray(0, 40), bytes.subarray(40)], reply.settings.gap_ms);
    reply.end();
  },
  expect: both(whole),
};

const truncatedJson: Scenario = {
  name: "truncated-json",
  group: "body",
  summary: "The JSON ends in the middle although the connection ends well.",
  contract: "A body that cannot be read is no answer; a frame that cannot be read ends the stream.",
  respond(request, reply) {
    const text = JSON.stringify(completionBody(request));
    const half = text.slice(0, text.indexOf("drums"));
    if (!request.streaming) return reply.bytes(200, half, json);
    reply.bytes(200, `data: ${half}`, { "content-type": "text/event-stream" });
  },
  expect: both(failed()),
};

const jsonUnasked: Scenario = {
  name: "json-unasked",
  group: "body",
  summary: "A stream was asked for; one JSON body comes.",
  contract: "Content-Type says what came, whatever was asked for.",
  respond: (request, reply) => sendBody(request, reply),
  expect: both(whole),
};

const sseUnasked: Scenario = {
  name: "sse-unasked",
  group: "body",
  summary: "One JSON body was asked for; a stream comes.",
  contract: "Content-Type says what came, whatever was asked for.",
  respond: (request, reply) => sendChunks(request, reply, answerChunks(request)),
  expect: both(whole),
};

const wrongContentType: Scenario = {
  name: "wrong-content-type",
  group: "body",
  summary: "A good answer under Content-Type text/plain.",
  contract: "Proxies rewrite Content-Type; where it is of no help, the first byte tells.",
  respond: (request, reply) =>
    reply.bytes(200, answerBytes(request), { "content-type": "text/plain" }),
  expect: both(whole),
};

const byteOrderMark: Scenario = {
  name: "byte-order-mark",
  group: "body",
  summary: "A byte order mark stands before the answer.",
  contract: "A byte order mark at the start is dropped.",
  respond(request, reply) {
    begin(request, reply);
    reply.end(`\uFEFF${answerBytes(request)}`);
  },
  expect: both(whole),
};

const noChoices: Scenario = {
  name: "no-choices",
  group: "body",
  summary: "JSON without choices and without an error.",
  contract: "An answer has choices; without them there is none.",
  respond(request, reply) {
    if (!request.streaming) return sendBody(request, reply, { body: { choices: undefined } });
    return sendChunks(request, reply, [chunk(request, {}, { choices: undefined })]);
  },
  expect: both(failed()),
};

const emptyChoices: Scenario = {
  name: "empty-choices",
  group: "body",
  summary: "A list of choices with nothing in it, and usage.",
  contract: "An answer has choices; without them there is none.",
  respond(request, reply) {
    if (!request.streaming) return sendBody(request, reply, { body: { choices: [] } });
    return sendChunks(request, reply, [chunk(request, {}, { choices: [] })]);
  },
  expect: both(failed()),
};

const unknownFields: Scenario = {
  name: "unknown-fields",
  group: "body",
  summary: "Fields and values that nobody has described yet.",
  contract: "New fields and values come without notice; a reader never fails on them.",
  respond(request, reply) {
    const news = { weather: { sky: "grey", drops: [1, 2, 3] } };
    if (!request.streaming) {
      const message = { mood: "calm" };
      return sendBody(request, reply, {
        message,
        choice: news,
        body: { ...news, object: "chat.v9" },
      });
    }
    const chunks = answerChunks(request).map((value) => ({
      ...value,
      ...news,
      object: "chunk.v9",
    }));
    return sendChunks(request, reply, chunks);
  },
  expect: both(whole),
};

const wholeInOneWrite: Scenario = {
  name: "all-at-once",
  group: "body",
  summary: "The whole stream in one write.",
  contract: "How bytes are grouped means nothing.",
  respond(request, reply) {
    if (!request.streaming) return sendAnswer(request, reply);
    reply.bytes(200, answerBytes(request), { "content-type": "text/event-stream" });
  },
  expect: both(whole),
};

export const bodyScenarios: readonly Scenario[] = [
  blankLines,
  whiteSpaceKeepAlive,
  whiteSpaceOnly,
  emptyBody,
  html200,
  gzip,
  truncatedJson,
  jsonUnasked,
  sseUnasked,
  wrongContentType,
  byteOrderMark,
  noChoices,
  emptyChoices,
  unknownFields,
  wholeInOneWrite,
];
