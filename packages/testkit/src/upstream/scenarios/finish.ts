import { both, complete, failed, interrupted } from "../expect.ts";
import type { Reply } from "../reply.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerPieces, answerText, partialPieces, partialText, usage } from "../wire/answer.ts";
import { chunk, contentChunk, finishChunk, usageChunk } from "../wire/chunks.ts";
import { frames } from "../wire/frames.ts";
import { sendBody, sendChunks } from "../wire/send.ts";

function content(request: UpstreamRequest, pieces = answerPieces): Record<string, unknown>[] {
  return pieces.map((piece) => contentChunk(request, piece));
}

/** Answers with content, then with the given end; a whole body has `choice` in place of its usual end. */
function ending(
  scenario: Pick<Scenario, "name" | "summary" | "contract" | "expect"> & {
    pieces?: readonly string[];
    end: (request: UpstreamRequest) => readonly unknown[];
    choice: Record<string, unknown>;
  },
): Scenario {
  const { pieces = answerPieces, end, choice, ...described } = scenario;
  return {
    ...described,
    group: "finish",
    respond(request, reply) {
      const message = { content: pieces.join("") };
      if (!request.streaming) return sendBody(request, reply, { message, choice });
      return sendChunks(request, reply, [...content(request, pieces), ...end(request)]);
    },
  };
}

const whole = (finish_reason: string | null): ReturnType<typeof complete> =>
  complete({ text: answerText, finish_reason, requests: 1 });

const twice = ending({
  name: "finish-twice",
  summary: "The finish_reason is repeated on the usage chunk and on one more.",
  contract: "The first finish_reason holds; its repetition is no second end.",
  end: (request) => [finishChunk(request), usageChunk(request), finishChunk(request, "length")],
  choice: {},
  expect: both(whole("stop")),
});

const absent = ending({
  name: "finish-absent",
  summary: "[DONE] without any finish_reason; a whole body lacks the field.",
  contract: "A stream that ends without a finish_reason, even by [DONE], was cut.",
  end: () => [],
  choice: { finish_reason: undefined, native_finish_reason: undefined },
  expect: { stream: interrupted({ text: answerText }), whole: complete({ text: answerText }) },
});

const nullReason = ending({
  name: "finish-null",
  summary: "The finish_reason stays null to the end, usage comes.",
  contract: "A stream without a reason was cut; a whole body without one is whole, with a notice.",
  end: (request) => [usageChunk(request, { reason: null })],
  choice: { finish_reason: null, native_finish_reason: null },
  expect: { stream: interrupted({ text: answerText, usage }), whole: whole(null) },
});

const empty = ending({
  name: "finish-empty",
  summary: "The finish_reason is an empty string.",
  contract: "A blank finish_reason is none.",
  end: (request) => [finishChunk(request, ""), usageChunk(request, { reason: "" })],
  choice: { finish_reason: "", native_finish_reason: "" },
  expect: { stream: interrupted({ text: answerText }), whole: complete({ text: answerText }) },
});

const unknown = ending({
  name: "finish-unknown",
  summary: "A finish_reason that is in no list.",
  contract: "Any finish_reason but error ends an answer well.",
  end: (request) => [finishChunk(request, "bedtime")],
  choice: { finish_reason: "bedtime" },
  expect: both(whole("bedtime")),
});

const length = ending({
  name: "finish-length",
  summary: "max_tokens cut the answer.",
  contract: "length is a regular end; the user should learn that the answer is cut.",
  pieces: partialPieces,
  end: (request) => [finishChunk(request, "length"), usageChunk(request, { reason: "length" })],
  choice: { finish_reason: "length", native_finish_reason: "max_tokens" },
  expect: both(complete({ text: partialText, finish_reason: "length", requests: 1 })),
});

const contentFilter = ending({
  name: "finish-content-filter",
  summary: "A filter ended the answer.",
  contract: "content_filter is a regular end.",
  pieces: partialPieces,
  end: (request) => [finishChunk(request, "content_filter"), usageChunk(request)],
  choice: { finish_reason: "content_filter", native_finish_reason: "SAFETY" },
  expect: both(complete({ text: partialText, finish_reason: "content_filter", requests: 1 })),
});

const error = ending({
  name: "finish-error",
  summary: "The finish_reason is error after some content; there is no error object.",
  contract: "finish_reason error is an error, whether or not an object says which.",
  pieces: partialPieces,
  end: (request) => [
    chunk(request, { finish_reason: "error", native_finish_reason: "engine_stopped" }),
  ],
  choice: { finish_reason: "error", native_finish_reason: "engine_stopped" },
  expect: both(interrupted({ text: partialText, cause: "engine_stopped" })),
});

const onLastContent = ending({
  name: "finish-on-content",
  summary: "The last content, the finish_reason and the usage share one chunk.",
  contract: "A chunk may hold everything at once.",
  pieces: answerPieces.slice(0, -1),
  end: (request) => [
    chunk(
      request,
      { delta: { content: answerPieces.at(-1) ?? "" }, finish_reason: "stop" },
      { usage },
    ),
  ],
  choice: {},
  expect: {
    stream: complete({ text: answerText, finish_reason: "stop", usage, requests: 1 }),
    whole: complete({ requests: 1 }),
  },
});

const contentAfter = ending({
  name: "content-after-finish",
  summary: "Content goes on after the finish_reason.",
  contract: "Reading goes on after a finish_reason until the stream ends.",
  pieces: partialPieces,
  end: (request) => [
    finishChunk(request),
    ...content(request, answerPieces.slice(partialPieces.length)),
    usageChunk(request),
  ],
  choice: {},
  expect: { stream: whole("stop"), whole: complete({ text: partialText, requests: 1 }) },
});

/** Neither content nor an error object, only the reason and what the provider calls it. */
const malformedCall: Scenario = {
  name: "malformed-function-call",
  group: "finish",
  summary: "finish_reason error, MALFORMED_FUNCTION_CALL, no content and no error object.",
  contract: "The provider's own reason is all that explains this end.",
  respond(request, reply) {
    const choice = { finish_reason: "error", native_finish_reason: "MALFORMED_FUNCTION_CALL" };
    if (request.streaming) return sendChunks(request, reply, [chunk(request, choice)]);
    return sendBody(request, reply, { message: { content: "" }, choice });
  },
  expect: both(failed({ cause: "MALFORMED_FUNCTION_CALL" })),
};

async function endQuietly(request: UpstreamRequest, reply: Reply): Promise<void> {
  reply.sse();
  await reply.writeAll(frames(content(request, partialPieces)));
  reply.end();
}

const quietEnd: Scenario = {
  name: "quiet-end",
  group: "finish",
  summary: "The connection ends well, but neither a finish_reason nor [DONE] came.",
  contract: "A stream that ends without a finish_reason was cut, however politely.",
  respond: (request, reply) =>
    request.streaming
      ? endQuietly(request, reply)
      : sendBody(request, reply, {
          message: { content: partialText },
          choice: { finish_reason: null },
        }),
  expect: { stream: interrupted({ text: partialText }), whole: complete({ text: partialText }) },
};

const nothing: Scenario = {
  name: "output-nothing",
  group: "finish",
  summary: "No token and no finish_reason, but usage with zero completion tokens.",
  contract: "Nothing received and no reason given: no answer, and no charge.",
  respond(request, reply) {
    const counts = { prompt_tokens: 12, completion_tokens: 0, total_tokens: 12, cost: 0 };
    const choice = { finish_reason: null, native_finish_reason: null };
    if (request.streaming) {
      return sendChunks(request, reply, [usageChunk(request, { reason: null, counts })]);
    }
    return sendBody(request, reply, {
      message: { content: "" },
      choice,
      body: { usage: counts },
    });
  },
  expect: both(failed()),
};

export const finishScenarios: readonly Scenario[] = [
  twice,
  absent,
  nullReason,
  empty,
  unknown,
  length,
  contentFilter,
  error,
  onLastContent,
  contentAfter,
  malformedCall,
  quietEnd,
  nothing,
];
