import { both, complete } from "../expect.ts";
import type { Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { answerPieces, answerText, usage } from "../wire/answer.ts";
import { chunk, contentChunk, finishChunk, usageChunk } from "../wire/chunks.ts";
import { sendBody, sendChunks } from "../wire/send.ts";

type Counts = Readonly<Record<string, unknown>>;

/** Streams the usual answer with the given end; a whole body has `counts` as its usage. */
function counting(
  scenario: Pick<Scenario, "name" | "summary" | "contract"> & {
    each?: Record<string, unknown>;
    end: (request: UpstreamRequest) => readonly unknown[];
    /** A whole body's usage: null is sent as null, undefined leaves it out. */
    counts: Counts | null | undefined;
    /** What holds in the end. */
    expect: Counts | null;
  },
): Scenario {
  const { each = {}, end, counts, expect, ...described } = scenario;
  return {
    ...described,
    group: "usage",
    respond(request, reply) {
      if (!request.streaming) return sendBody(request, reply, { body: { usage: counts } });
      const content = answerPieces.map((piece) => ({ ...contentChunk(request, piece), ...each }));
      return sendChunks(request, reply, [...content, ...end(request)]);
    },
    expect: both(complete({ text: answerText, finish_reason: "stop", usage: expect, requests: 1 })),
  };
}

const emptyChoices = counting({
  name: "usage-empty-choices",
  summary: "Usage comes on a chunk whose choices are empty.",
  contract: "Usage is taken from any chunk, also from one without choices.",
  end: (request) => [finishChunk(request), chunk(request, {}, { choices: [], usage })],
  counts: usage,
  expect: usage,
});

const noChoicesField = counting({
  name: "usage-no-choices",
  summary: "Usage comes on a chunk that has no choices at all.",
  contract: "Usage is taken from any chunk, also from one without choices.",
  end: (request) => [finishChunk(request), chunk(request, {}, { choices: undefined, usage })],
  counts: usage,
  expect: usage,
});

const early = { ...usage, completion_tokens: 9, total_tokens: 21 };

const repeated = counting({
  name: "usage-repeated",
  summary: "Usage comes on the finish chunk and again, corrected, on the next.",
  contract: "The last usage holds; they are not added up.",
  end: (request) => [usageChunk(request, { counts: early }), usageChunk(request)],
  counts: usage,
  expect: usage,
});

const nowhere = counting({
  name: "usage-nowhere",
  summary: "No usage comes at all.",
  contract: "Usage that was not told is unknown: neither zero nor a guess.",
  end: (request) => [finishChunk(request)],
  counts: undefined,
  expect: null,
});

const nullUsage = counting({
  name: "usage-null",
  summary: "usage is null, on every chunk and in a whole body.",
  contract: "usage may be null.",
  each: { usage: null },
  end: (request) => [{ ...finishChunk(request), usage: null }],
  counts: null,
  expect: null,
});

const running = counting({
  name: "usage-on-each",
  summary: "Every chunk carries a running usage.",
  contract: "The last usage holds; they are not added up.",
  each: { usage: { prompt_tokens: 12, completion_tokens: 1, total_tokens: 13 } },
  end: (request) => [usageChunk(request)],
  counts: usage,
  expect: usage,
});

const finishNull = counting({
  name: "usage-finish-null",
  summary: "The usage chunk after the finish has finish_reason null again.",
  contract: "A finish_reason once given stays.",
  end: (request) => [finishChunk(request), usageChunk(request, { reason: null })],
  counts: usage,
  expect: usage,
});

const sparse = {
  prompt_tokens: 12,
  completion_tokens: 10,
  total_tokens: 22,
  prompt_tokens_details: null,
  completion_tokens_details: null,
  cost_details: null,
};

const sparseDetails = counting({
  name: "usage-details-null",
  summary: "The details are null and no cost is given.",
  contract: "Details and cost may be missing; a cost that was not told is unknown.",
  end: (request) => [usageChunk(request, { counts: sparse })],
  counts: sparse,
  expect: sparse,
});

const zero = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0, cost: 0 };

const zeros = counting({
  name: "usage-zero",
  summary: "A cached answer: every count is 0, and so is the cost.",
  contract: "Zero is a value; a hit of the response cache costs nothing.",
  end: (request) => [usageChunk(request, { counts: zero })],
  counts: zero,
  expect: zero,
});

export const usageScenarios: readonly Scenario[] = [
  emptyChoices,
  noChoicesField,
  repeated,
  nowhere,
  nullUsage,
  running,
  finishNull,
  sparseDetails,
  zeros,
];
