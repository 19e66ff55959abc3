import { both, complete } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerPieces, answerText, usage } from "../wire/answer.ts";
import { answerChunks, contentChunk, usageChunk } from "../wire/chunks.ts";
import { completionBody } from "../wire/completion-body.ts";
import { sendBody, sendChunks } from "../wire/send.ts";

import { contents, saying } from "./saying.ts";

type Fields = Record<string, unknown>;

const whole = complete({ text: answerText, finish_reason: "stop", requests: 1 });

const emptyContent = saying({
  name: "empty-content",
  summary: "The answer is an empty text, and ends well.",
  contract: "Empty content is legal.",
  deltas: [{ role: "assistant", content: "" }],
  message: { content: "" },
  expect: { text: "" },
});

const contentNull = saying({
  name: "content-null",
  summary: "The content is null, and the answer ends well.",
  contract: "content may be null.",
  deltas: [{ role: "assistant", content: null }],
  message: { content: null },
  expect: { text: "" },
});

const refusal = saying({
  name: "refusal",
  summary: "The model refuses, in the field for that; the content is null.",
  contract: "A refusal is an answer.",
  deltas: [{ content: null, refusal: "I would" }, { refusal: " rather not." }],
  message: { content: null, refusal: "I would rather not." },
  expect: { text: "" },
});

const noRole = saying({
  name: "no-role",
  summary: "No role anywhere.",
  contract: "The role may be missing: an answer is the assistant's.",
  deltas: contents,
  message: { role: undefined },
});

const deltaNull = saying({
  name: "delta-null",
  summary: "delta is null on some chunks and missing on others.",
  contract: "delta may be null or missing.",
  deltas: [null, undefined, ...contents, null],
  message: {},
});

const everyNull = {
  refusal: null,
  reasoning: null,
  reasoning_details: null,
  tool_calls: null,
  images: null,
  annotations: null,
  audio: null,
};

const nulls = saying({
  name: "nulls",
  summary: "Every field that may be null is.",
  contract: "null says nothing.",
  deltas: contents.map((delta) => ({ ...delta, ...everyNull })),
  message: everyNull,
});

const surrogates = saying({
  name: "split-surrogates",
  summary: "The two halves of one emoji come in two chunks, as JSON escapes.",
  contract: "A chunk may end inside a character; only the joined text is text.",
  deltas: [{ content: "A fox: \uD83E" }, { content: "\uDD8A." }],
  message: { content: "A fox: 🦊." },
  expect: { text: "A fox: 🦊." },
});

const controlText = "Be\u001B[31mware\u001B[0m\u0007\r of\u0000 paint.";

const controlCodes = saying({
  name: "control-codes",
  summary: "The text holds terminal control codes, a bell and a zero.",
  contract: "A text is kept as it came, and never drives a terminal.",
  deltas: [{ content: controlText }],
  message: { content: controlText },
  expect: { text: controlText },
});

const parts = [
  { type: "text", text: answerPieces.slice(0, 5).join("") },
  { type: "text", text: answerPieces.slice(5).join("") },
];

const contentParts = saying({
  name: "content-parts",
  summary: "The content is a list of parts.",
  contract: "Content may be a list of parts where a text is expected.",
  deltas: parts.map((part) => ({ content: [part] })),
  message: { content: parts },
});

const missingFields: Scenario = {
  name: "missing-fields",
  group: "message",
  summary: "No id, no object, no created, no model, no index.",
  contract: "Everything but the content may be missing.",
  respond(request, reply) {
    const bare = (reason: string | null, said: Fields): Fields => ({
      choices: [{ ...said, finish_reason: reason }],
    });
    if (!request.streaming)
      return reply.json(200, bare("stop", { message: { content: answerText } }));
    return sendChunks(request, reply, [
      ...contents.map((delta) => bare(null, { delta })),
      bare("stop", { delta: {} }),
    ]);
  },
  expect: both(whole),
};

const modelDiffers: Scenario = {
  name: "model-differs",
  group: "message",
  summary: "Another model answered than the one asked for.",
  contract: "model says who served the request, which a router or a fallback decides.",
  respond(request, reply) {
    const served = { ...request, model: "parlour/understudy-20260801" };
    if (!request.streaming) return sendBody(served, reply);
    return sendChunks(served, reply, answerChunks(served));
  },
  expect: both(whole),
};

const contextTruncated: Scenario = {
  name: "context-truncated",
  group: "message",
  summary: "The context was cut in silence: whatever was sent, prompt_tokens is 4.",
  contract: "A server may drop what does not fit; only prompt_tokens tells.",
  respond(request, reply) {
    const counts = { ...usage, prompt_tokens: 4, total_tokens: 14 };
    if (!request.streaming) return sendBody(request, reply, { body: { usage: counts } });
    return sendChunks(request, reply, [
      ...answerChunks(request).slice(0, -1),
      usageChunk(request, { counts }),
    ]);
  },
  expect: both(complete({ text: answerText, requests: 1 })),
};

function twoChoices(request: UpstreamRequest): Fields[] {
  return answerPieces.map((content) => ({
    ...contentChunk(request, content),
    choices: [
      { index: 1, delta: { content: "?" }, finish_reason: null },
      { index: 0, delta: { content }, finish_reason: null },
    ],
  }));
}

const secondChoice: Scenario = {
  name: "two-choices",
  group: "message",
  summary: "Two choices come although one was asked for, the second one first.",
  contract: "The answer is the choice with index 0, wherever it stands.",
  respond(request, reply) {
    if (request.streaming) {
      return sendChunks(request, reply, [
        ...twoChoices(request),
        ...answerChunks(request).slice(-2),
      ]);
    }
    const { choices } = completionBody(request);
    const other = { index: 1, finish_reason: "stop", message: { role: "assistant", content: "?" } };
    const first = Array.isArray(choices) ? choices : [];
    return sendBody(request, reply, { body: { choices: [other, ...first] } });
  },
  expect: both(whole),
};

export const messageScenarios: readonly Scenario[] = [
  emptyContent,
  contentNull,
  refusal,
  noRole,
  deltaNull,
  nulls,
  missingFields,
  modelDiffers,
  contextTruncated,
  secondChoice,
  contentParts,
  surrogates,
  controlCodes,
];
