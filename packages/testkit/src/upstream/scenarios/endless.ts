import { both, complete, failed, interrupted } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import { answerText, partialPieces, partialText } from "../wire/answer.ts";
import { answerChunks, contentChunk } from "../wire/chunks.ts";
import { completionBody } from "../wire/completion-body.ts";
import { commentFrame, doneFrame, frame, frames } from "../wire/frames.ts";
import { sendHalf } from "../wire/send-half.ts";

const group = "endless";
const json = { "content-type": "application/json" };

const noHeaders: Scenario = {
  name: "no-headers",
  group,
  summary: "The request is taken and nothing ever comes back.",
  contract: "No wait is without a deadline.",
  async respond(_request, reply) {
    await reply.pause(reply.settings.silence_ms);
    await reply.hangUp();
  },
  expect: {
    stream: failed({ deadline: "first_token" }),
    whole: failed({ deadline: "total" }),
  },
};

const whiteSpaceForever: Scenario = {
  name: "white-space-forever",
  group,
  summary: "White space keeps coming and the answer never does.",
  contract: "White space may not keep a deadline from passing.",
  async respond(request, reply) {
    if (request.streaming) reply.sse();
    else reply.head(200, json);
    const { comment_ms: each, silence_ms: total } = reply.settings;
    for (let time = 0; time < total; time += each) await reply.writeAll(["\n"], each);
    reply.end();
  },
  expect: {
    stream: failed({ deadline: "first_token" }),
    whole: failed({ deadline: "total" }),
  },
};

async function comments(reply: Reply): Promise<void> {
  const { comment_ms: each, silence_ms: total } = reply.settings;
  for (let time = 0; time < total; time += each) await reply.writeAll([commentFrame], each);
  await reply.hangUp();
}

const commentsOnly: Scenario = {
  name: "comments-only",
  group,
  summary: "Comments, and nothing but comments, for ten minutes; a whole body never comes.",
  contract: "Comments are no tokens and do not keep a deadline from passing.",
  async respond(request, reply) {
    if (request.streaming) {
      reply.sse();
      return comments(reply);
    }
    reply.head(200, json);
    await reply.pause(reply.settings.silence_ms);
    return reply.hangUp();
  },
  expect: {
    stream: failed({ deadline: "first_token" }),
    whole: failed({ deadline: "total" }),
  },
};

const stall: Scenario = {
  name: "stall",
  group,
  summary: "Half an answer, then silence on an open connection.",
  contract: "Silence between tokens has a deadline of its own.",
  async respond(request, reply) {
    await sendHalf(request, reply);
    await reply.pause(reply.settings.silence_ms);
    await reply.hangUp();
  },
  expect: {
    stream: interrupted({ text: partialText, deadline: "silence" }),
    whole: failed({ deadline: "total" }),
  },
};

const stallWithComments: Scenario = {
  name: "stall-with-comments",
  group,
  summary: "Half an answer, then comments (or white space) alone.",
  contract: "Comments between tokens are silence.",
  async respond(request, reply) {
    if (!request.streaming) {
      reply.head(200, json);
      const { comment_ms: each, silence_ms: total } = reply.settings;
      await reply.write('{"id":"gen-1",');
      for (let time = 0; time < total; time += each) await reply.writeAll(["\n"], each);
      return reply.hangUp();
    }
    reply.sse();
    await reply.writeAll(frames(partialPieces.map((piece) => contentChunk(request, piece))));
    return comments(reply);
  },
  expect: {
    stream: interrupted({ text: partialText, deadline: "silence" }),
    whole: failed({ deadline: "total" }),
  },
};

const slowDrip: Scenario = {
  name: "slow-drip",
  group,
  summary: "Every event comes in three slow pieces.",
  contract: "A slow answer is an answer, as long as tokens keep coming.",
  async respond(request, reply) {
    const { drip_ms: pause } = reply.settings;
    const thirds = (text: string): string[] => {
      const size = Math.ceil(text.length / 3);
      return [text.slice(0, size), text.slice(size, 2 * size), text.slice(2 * size)];
    };
    if (request.streaming) {
      reply.sse();
      for (const text of frames(answerChunks(request))) await reply.writeAll(thirds(text), pause);
      return reply.end(doneFrame);
    }
    reply.head(200, json);
    await reply.writeAll(thirds(JSON.stringify(completionBody(request))), pause);
    reply.end();
  },
  expect: both(complete({ text: answerText, finish_reason: "stop", requests: 1 })),
};

/** Writes as much as is allowed, in pieces of about 64 KiB, as fast as the client reads. */
async function flood(reply: Reply, piece: string): Promise<void> {
  const bytes = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
  for (let sent = 0; sent < reply.settings.endless_bytes; sent += bytes.length) {
    await reply.write(bytes);
    // Without a turn of the event loop nobody else is served, nor a client's leaving noticed.
    await reply.pause(0);
  }
}

const endlessBody: Scenario = {
  name: "endless-body",
  group,
  summary: "One JSON text, or one event, that goes on and on; stops after 64 MiB.",
  contract: "What one answer may take has a limit.",
  async respond(request, reply) {
    const text = JSON.stringify(completionBody(request));
    const start = text.slice(0, text.indexOf(answerText));
    if (request.streaming) reply.sse();
    else reply.head(200, json);
    await reply.write(request.streaming ? `data: ${start}` : start);
    await flood(reply, "and on ");
    reply.end();
  },
  expect: both(failed()),
};

const endlessStream: Scenario = {
  name: "endless-stream",
  group,
  summary: "Tokens without end, as fast as they are read; stops after 64 MiB without a finish.",
  contract: "An answer that does not end is not complete.",
  async respond(request, reply) {
    if (!request.streaming) return endlessBody.respond(request, reply);
    reply.sse();
    await flood(reply, frame(contentChunk(request, "and on ".repeat(300))));
    reply.end();
  },
  expect: { stream: interrupted(), whole: failed() },
};

export const endlessScenarios: readonly Scenario[] = [
  slowDrip,
  noHeaders,
  whiteSpaceForever,
  commentsOnly,
  stall,
  stallWithComments,
  endlessBody,
  endlessStream,
];
