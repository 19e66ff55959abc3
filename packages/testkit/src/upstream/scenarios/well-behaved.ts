import {
  veniceBlankLines,
  veniceReply,
  veniceText,
  veniceUsage,
} from "../../fixtures/venice-reply.ts";
import { both, complete } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import { answerText } from "../wire/answer.ts";
import { chunk, contentChunk, finishChunk } from "../wire/chunks.ts";
import { completionBody } from "../wire/completion-body.ts";
import { commentFrame, doneFrame, frame, frames } from "../wire/frames.ts";
import { generationHeaders } from "../wire/identity.ts";
import { errorBody } from "../wire/errors.ts";
import { sendAnswer, sendBody, sendChunks } from "../wire/send.ts";

const whole = complete({ text: answerText, finish_reason: "stop", requests: 1 });

const ok: Scenario = {
  name: "ok",
  group: "well-behaved",
  summary: "Answers well, streamed or whole, as asked.",
  contract: "A whole body is one JSON object; a stream is events that end with a finish_reason.",
  respond: (request, reply) => sendAnswer(request, reply),
  expect: both(whole),
};

const okStream: Scenario = {
  name: "ok-stream",
  group: "well-behaved",
  summary: "An exemplary stream: comments while it waits, finish, usage, [DONE].",
  contract: "Comments come before the first token; usage comes on a chunk after the finish.",
  async respond(request, reply) {
    if (!request.streaming) return sendBody(request, reply);
    reply.sse(generationHeaders(request));
    await reply.writeAll([commentFrame, commentFrame, commentFrame], reply.settings.gap_ms);
    for (const piece of ["", ...answerText.split(/(?= )/)]) {
      await reply.write(frame(contentChunk(request, piece)));
      await reply.pause(reply.settings.token_ms);
    }
    await reply.write(frame(finishChunk(request)));
    await reply.write(
      frame(chunk(request, { finish_reason: "stop" }, { usage: completionBody(request)["usage"] })),
    );
    reply.end(doneFrame);
  },
  expect: both(whole),
};

const venice: Scenario = {
  name: "venice",
  group: "well-behaved",
  summary: "Blank lines before the JSON, provider Venice, nulls, usage 346/18/364.",
  contract: "White space before the JSON keeps a slow connection alive and means nothing.",
  async respond(request, reply) {
    const { provider, model } = veniceReply;
    const named = (fields: object): object => ({ ...fields, provider, model });
    if (request.streaming) {
      return sendChunks(request, reply, [
        ...veniceText.split(/(?= )/).map((piece) => named(contentChunk(request, piece))),
        named(finishChunk(request)),
        named(chunk(request, { finish_reason: "stop" }, { usage: veniceUsage })),
      ]);
    }
    reply.head(200, { "content-type": "application/json", ...generationHeaders(request) });
    await reply.writeAll([veniceBlankLines], reply.settings.gap_ms);
    reply.end(JSON.stringify(veniceReply));
  },
  expect: both(complete({ text: veniceText, finish_reason: "stop", requests: 1 })),
};

/** What `echo` counts as tokens: the words of all text content. */
function words(messages: readonly { content?: unknown }[]): number {
  return messages.flatMap(
    ({ content }) => JSON.stringify(content ?? "").match(/[\p{L}\p{N}]+/gu) ?? [],
  ).length;
}

const echo: Scenario = {
  name: "echo",
  group: "well-behaved",
  summary: "The answer's text is the request's JSON body, character for character.",
  contract: "What was not set is not sent, and what was set arrives unchanged.",
  async respond(request, reply) {
    const pieces = request.body.match(/[\s\S]{1,24}/g) ?? [];
    const prompt = words(request.messages);
    const usage = {
      prompt_tokens: prompt,
      completion_tokens: pieces.length,
      total_tokens: prompt + pieces.length,
    };
    if (!request.streaming) {
      return sendBody(request, reply, { message: { content: request.body }, body: { usage } });
    }
    return sendChunks(request, reply, [
      ...pieces.map((piece) => contentChunk(request, piece)),
      finishChunk(request),
      chunk(request, { finish_reason: "stop" }, { usage }),
    ]);
  },
  expect: both(complete({ finish_reason: "stop", requests: 1 })),
};

const slowFirstToken: Scenario = {
  name: "slow-first-token",
  group: "well-behaved",
  summary: "The first token is late; comments (or white space) fill the wait.",
  contract: "A late answer within the deadline is an answer like any other.",
  async respond(request, reply) {
    const { comment_ms: each, first_token_ms: total } = reply.settings;
    const times = Math.max(1, Math.ceil(total / each));
    if (request.streaming) reply.sse(generationHeaders(request));
    else reply.head(200, { "content-type": "application/json", ...generationHeaders(request) });
    for (let time = 0; time < times; time += 1) {
      await reply.write(request.streaming ? commentFrame : "\n   \n");
      await reply.pause(each);
    }
    if (!request.streaming) return reply.end(JSON.stringify(completionBody(request)));
    await reply.writeAll(
      frames(answerText.split(/(?= )/).map((text) => contentChunk(request, text))),
    );
    await reply.write(frame(chunk(request, { finish_reason: "stop" })));
    reply.end(doneFrame);
  },
  expect: both(whole),
};

const longStream: Scenario = {
  name: "long-stream",
  group: "well-behaved",
  summary: "Hundreds of tokens at a steady pace, numbered; for killing the client meanwhile.",
  contract: "What arrived before a client dies is not lost.",
  async respond(request, reply) {
    const pieces = Array.from({ length: reply.settings.chunks }, (_, index) => `${index + 1} `);
    return sendAnswer(request, reply, pieces);
  },
  expect: both(complete({ finish_reason: "stop", requests: 1 })),
};

const retryThenOk: Scenario = {
  name: "retry-then-ok",
  group: "well-behaved",
  summary: "503 a few times (2 unless set), then the answer; the next call fails again.",
  contract: "A temporary failure before the first token is tried again.",
  respond(request, reply) {
    const time = reply.count("calls") % (reply.settings.failures + 1);
    if (time === 0) return sendAnswer(request, reply);
    reply.json(503, errorBody(503, "The model is warming up, please try again"));
  },
  expect: both(complete({ text: answerText, requests: 3 })),
};

export const wellBehaved: readonly Scenario[] = [
  ok,
  okStream,
  venice,
  echo,
  slowFirstToken,
  longStream,
  retryThenOk,
];
