import { both, complete, failed, interrupted } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { partialPieces, partialText } from "../wire/answer.ts";
import { answerChunks, contentChunk } from "../wire/chunks.ts";
import { completionBody } from "../wire/completion-body.ts";
import { commentFrame, doneFrame, frame, frames } from "../wire/frames.ts";
import { insideCharacters, splitText } from "../wire/split-text.ts";
import { sendAnswer } from "../wire/send.ts";
import { streamScenario } from "./stream-scenario.ts";

function answerFrames(request: UpstreamRequest): string[] {
  return [...frames(answerChunks(request)), doneFrame];
}

/** Sends frames after a change to each one's bytes. */
async function sendFrames(
  reply: Reply,
  texts: readonly string[],
  change: (text: string) => string = (text) => text,
): Promise<void> {
  reply.sse();
  await reply.writeAll(texts.map(change));
  reply.end();
}

const json = { "content-type": "application/json" };

const crlf = streamScenario({
  name: "crlf",
  summary: "Lines end with carriage return and line feed, which sometimes arrive apart.",
  contract: "A line ends with CR LF, LF or CR.",
  async stream(request, reply) {
    reply.sse();
    for (const text of answerFrames(request)) {
      const bytes = text.replaceAll("\n", "\r\n");
      await reply.writeAll([bytes.slice(0, -3), bytes.slice(-3)], reply.settings.gap_ms);
    }
    reply.end();
  },
  body(request, reply) {
    const text = JSON.stringify(completionBody(request), undefined, 2);
    reply.bytes(200, text.replaceAll("\n", "\r\n"), json);
  },
});

const loneCr = streamScenario({
  name: "lone-cr",
  summary: "Lines end with a carriage return alone.",
  contract: "A line ends with CR LF, LF or CR.",
  stream: (request, reply) =>
    sendFrames(reply, answerFrames(request), (text) => text.replaceAll("\n", "\r")),
});

const splitUtf8 = streamScenario({
  name: "split-utf8",
  summary: "Characters of two, three and four bytes arrive in two reads.",
  contract: "A read may end inside a character.",
  async stream(request, reply) {
    reply.sse();
    const pieces = splitText.split(/(?<= )/);
    const texts = frames(answerChunks(request, { pieces })).join("");
    await reply.writeAll(insideCharacters(texts), reply.settings.gap_ms);
    reply.end(doneFrame);
  },
  async body(request, reply) {
    const text = JSON.stringify(completionBody(request, { message: { content: splitText } }));
    reply.head(200, json);
    await reply.writeAll(insideCharacters(text), reply.settings.gap_ms);
    reply.end();
  },
  expect: both(complete({ text: splitText, finish_reason: "stop", requests: 1 })),
});

const byteByByte = streamScenario({
  name: "byte-by-byte",
  summary: "Each byte is an HTTP chunk of its own.",
  contract: "How bytes are grouped means nothing.",
  async stream(request, reply) {
    reply.sse();
    const bytes = Buffer.from(answerFrames(request).join(""));
    for (let index = 0; index < bytes.length; index += 1) {
      await reply.write(bytes.subarray(index, index + 1));
    }
    reply.end();
  },
});

const multiLineData = streamScenario({
  name: "multi-line-data",
  summary: "Each event's JSON is spread over several data: lines.",
  contract: "The data lines of one event are joined with line feeds.",
  async stream(request, reply) {
    const texts = answerChunks(request).map((value) => {
      const lines = JSON.stringify(value, undefined, 1).split("\n");
      return `${lines.map((line) => `data: ${line}\n`).join("")}\n`;
    });
    await sendFrames(reply, [...texts, doneFrame]);
  },
  body: (request, reply) =>
    reply.bytes(200, JSON.stringify(completionBody(request), undefined, 2), json),
});

const noSpaceData = streamScenario({
  name: "no-space-data",
  summary: "No space after data: anywhere.",
  contract: "The space after the colon is optional.",
  stream: (request, reply) =>
    sendFrames(reply, answerFrames(request), (text) => text.replace(/^data: /, "data:")),
});

const commentsBetween = streamScenario({
  name: "comments-between",
  summary: "A comment before every event.",
  contract: "A line that begins with a colon is a comment.",
  stream: (request, reply) =>
    sendFrames(reply, answerFrames(request), (text) => commentFrame + text),
});

const commentsAsData = streamScenario({
  name: "comments-as-data",
  summary: "A proxy has turned the comments into data.",
  contract: "A keep-alive is no event, not even when a proxy made one of it.",
  stream: (request, reply) =>
    sendFrames(reply, answerFrames(request), (text) => `data: ${commentFrame}${text}`),
});

const otherFields = streamScenario({
  name: "other-fields",
  summary: "Lines event:, id: and retry:, an unknown field, events without data.",
  contract: "Fields other than data are allowed and an event without data is none.",
  stream: (request, reply) =>
    sendFrames(
      reply,
      answerFrames(request),
      (text) => `event: ping\n\ndata:\n\nretry: 100\nevent: message\nid: 7\nmood: calm\n${text}`,
    ),
});

const noDone = streamScenario({
  name: "no-done",
  summary: "Finish and usage come, [DONE] does not.",
  contract: "[DONE] is optional: a finish_reason makes an answer whole.",
  stream: (request, reply) => sendFrames(reply, frames(answerChunks(request))),
});

const unterminatedEnd = streamScenario({
  name: "unterminated-end",
  summary: "The stream ends without the last blank line.",
  contract: "[DONE] is optional, and so is the blank line after it.",
  stream: (request, reply) => sendFrames(reply, [...frames(answerChunks(request)), "data: [DONE]"]),
});

const bytesAfterDone = streamScenario({
  name: "bytes-after-done",
  summary: "A chunk and something that is no JSON follow [DONE].",
  contract: "Nothing after [DONE] belongs to the answer.",
  stream: (request, reply) =>
    sendFrames(reply, [
      ...answerFrames(request),
      frame(contentChunk(request, " (not meant for you)")),
      "data: {not json\n\n",
    ]),
});

const brokenFrame = streamScenario({
  name: "broken-frame",
  summary: "An event in the middle is no valid JSON; more would follow.",
  contract: "An event that cannot be read may have held text, so the answer is not whole.",
  async stream(request, reply) {
    const partial = partialPieces.map((piece) => contentChunk(request, piece));
    const rest = answerChunks(request).slice(partialPieces.length + 1);
    await sendFrames(reply, [
      ...frames(partial),
      'data: {"id":"gen-1","choices":[{"del\n\n',
      ...frames(rest),
      doneFrame,
    ]);
  },
  expect: { stream: interrupted({ text: partialText }) },
});

const brokenFirstFrame = streamScenario({
  name: "broken-first-frame",
  summary: "The first event is no valid JSON, and the stream ends.",
  contract: "An event that cannot be read is no answer.",
  stream: (_request, reply) => sendFrames(reply, ["data: {choices: [\n\n", doneFrame]),
  body: (_request, reply) => reply.bytes(200, "{choices: [", json),
  expect: both(failed()),
});

const onlyDone = streamScenario({
  name: "only-done",
  summary: "[DONE] and nothing else.",
  contract: "[DONE] without an answer is none.",
  stream: (_request, reply) => sendFrames(reply, [commentFrame, doneFrame]),
  body: (_request, reply) => reply.bytes(200, "[]", json),
  expect: both(failed()),
});

const commentsThenAnswer = streamScenario({
  name: "comments-then-answer",
  summary: "Comments for a while, then the answer.",
  contract: "Comments mean that the request still waits.",
  async stream(request, reply) {
    reply.sse();
    await reply.writeAll(
      Array.from({ length: 4 }, () => commentFrame),
      reply.settings.comment_ms,
    );
    await reply.writeAll(answerFrames(request));
    reply.end();
  },
  body: (request, reply) => sendAnswer(request, reply),
});

export const framingScenarios: readonly Scenario[] = [
  crlf,
  loneCr,
  splitUtf8,
  byteByByte,
  multiLineData,
  noSpaceData,
  commentsBetween,
  commentsThenAnswer,
  commentsAsData,
  otherFields,
  noDone,
  unterminatedEnd,
  bytesAfterDone,
  brokenFrame,
  brokenFirstFrame,
  onlyDone,
];
