import { complete, interrupted } from "../expect.ts";
import type { Expectation, Scenario } from "../scenario.ts";
import type { UpstreamRequest } from "../upstream-request.ts";
import { usage } from "../wire/answer.ts";
import { chunk, finishChunk, usageChunk } from "../wire/chunks.ts";
import { sendBody, sendChunks } from "../wire/send.ts";

type Fields = Record<string, unknown>;

const weather = { name: "weather", arguments: '{"city":"Porto"}' };
const clock = { name: "clock", arguments: '{"zone":"WET"}' };

function call(id: string, made: { name: string; arguments: string }): Fields {
  return { id, type: "function", function: made };
}

/** The same call as the wire streams it: id and name first, then pieces of the arguments. */
function fragments(index: number, id: string, made: typeof weather): Fields[] {
  const { name, arguments: text } = made;
  const half = Math.floor(text.length / 2);
  return [
    { index, id, type: "function", function: { name, arguments: "" } },
    { index, function: { arguments: text.slice(0, half) } },
    { index, function: { arguments: text.slice(half) } },
  ];
}

/** Streams fragments, each in a chunk, and an end; a whole body has `calls`. */
function calling(
  scenario: Pick<Scenario, "name" | "summary" | "contract"> & {
    stream: readonly Fields[];
    calls: readonly Fields[];
    end?: (request: UpstreamRequest) => readonly unknown[];
    choice?: Fields;
    made?: Expectation["tool_calls"];
    expect?: Partial<Scenario["expect"]>;
  },
): Scenario {
  const { stream, calls, end, choice, made = [weather], expect, ...described } = scenario;
  const finish = (request: UpstreamRequest): readonly unknown[] => [
    finishChunk(request, "tool_calls"),
    usageChunk(request, { reason: "tool_calls" }),
  ];
  const good = complete({ tool_calls: made, requests: 1 });
  return {
    ...described,
    group: "tool calls",
    respond(request, reply) {
      if (!request.streaming) {
        return sendBody(request, reply, {
          message: { content: null, tool_calls: calls },
          choice: { finish_reason: "tool_calls", native_finish_reason: "tool_calls", ...choice },
        });
      }
      return sendChunks(request, reply, [
        ...stream.map((fragment) =>
          chunk(request, {
            delta: { role: "assistant", content: null, tool_calls: [fragment] },
          }),
        ),
        ...(end ?? finish)(request),
      ]);
    },
    expect: { stream: good, whole: good, ...expect },
  };
}

const plain = calling({
  name: "tool-call",
  summary: "One call, its arguments in pieces.",
  contract: "The first piece names the call, the others bring its arguments.",
  stream: fragments(0, "call_1", weather),
  calls: [call("call_1", weather)],
});

const parallel = calling({
  name: "tool-calls-parallel",
  summary: "Two calls whose pieces alternate, with the same id.",
  contract: "Pieces belong together by index; an id may come twice.",
  stream: fragments(0, "call_1", weather).flatMap((piece, at) => [
    piece,
    ...fragments(1, "call_1", clock).slice(at, at + 1),
  ]),
  calls: [call("call_1", weather), call("call_1", clock)],
  made: [weather, clock],
});

const indexZero = calling({
  name: "tool-calls-index-zero",
  summary: "Two whole calls, both with index 0.",
  contract: "An index may be wrong; another id means another call.",
  stream: [
    { index: 0, ...call("call_1", weather) },
    { index: 0, ...call("call_2", clock) },
  ],
  calls: [call("call_1", weather), call("call_2", clock)],
  made: [weather, clock],
});

const oneChunk = calling({
  name: "tool-call-at-once",
  summary: "The whole call in one chunk.",
  contract: "A provider may send a whole call at once.",
  stream: [{ index: 0, ...call("call_1", weather) }],
  calls: [call("call_1", weather)],
});

const noIds = calling({
  name: "tool-call-no-id",
  summary: "The call has no id and no type.",
  contract: "id and type may be missing.",
  stream: fragments(0, "", weather).map(({ id: _id, type: _type, ...rest }) => rest),
  calls: [{ function: weather }],
});

const indexNull = calling({
  name: "tool-call-index-null",
  summary: "index is null, then missing.",
  contract: "index may be null or missing; such a piece goes on with the last call.",
  stream: fragments(0, "call_1", weather).map(({ index: _index, ...rest }, at) =>
    at === 0 ? { index: null, ...rest } : rest,
  ),
  calls: [call("call_1", weather)],
});

const whiteSpace = calling({
  name: "tool-call-white-space",
  summary: "White space trails after complete arguments, and the name comes again as null.",
  contract: "A trailing piece of white space is no second call.",
  stream: [
    ...fragments(0, "call_1", weather),
    { index: 0, function: { name: null, arguments: " " } },
    { index: 0, function: { arguments: "\n" } },
  ],
  calls: [call("call_1", { ...weather, arguments: `${weather.arguments} \n` })],
  made: [{ ...weather, arguments: `${weather.arguments} \n` }],
});

const finishTwice = calling({
  name: "tool-call-finish-twice",
  summary: "finish_reason tool_calls comes three times.",
  contract: "A call is made once, however often the end is told.",
  stream: fragments(0, "call_1", weather),
  calls: [call("call_1", weather)],
  end: (request) => [
    finishChunk(request, "tool_calls"),
    finishChunk(request, "tool_calls"),
    usageChunk(request, { reason: "tool_calls" }),
  ],
});

const finishStop = calling({
  name: "tool-call-finish-stop",
  summary: "There is a call, but finish_reason says stop.",
  contract: "That calls are there tells more than the finish_reason.",
  stream: fragments(0, "call_1", weather),
  calls: [call("call_1", weather)],
  end: (request) => [finishChunk(request), usageChunk(request)],
  choice: { finish_reason: "stop" },
});

const finishNull = calling({
  name: "tool-call-finish-null",
  summary: "There is a call, but no finish_reason ever comes.",
  contract: "A stream without a finish_reason was cut, even after what looks like a whole call.",
  stream: fragments(0, "call_1", weather),
  calls: [call("call_1", weather)],
  end: (request) => [chunk(request, {}, { usage })],
  choice: { finish_reason: null },
  expect: { stream: interrupted({ tool_calls: [weather] }) },
});

const noArguments = calling({
  name: "tool-call-no-arguments",
  summary: "A call without arguments: they are missing, or an empty string.",
  contract: "arguments may be missing or empty where a function takes none.",
  stream: [{ index: 0, id: "call_1", type: "function", function: { name: "now" } }],
  calls: [call("call_1", { name: "now", arguments: "" })],
  made: [{ name: "now", arguments: "" }],
});

const cutArguments = calling({
  name: "tool-call-cut",
  summary: "The stream ends in the middle of the arguments.",
  contract: "Half a call may not be made.",
  stream: fragments(0, "call_1", weather).slice(0, 2),
  calls: [call("call_1", { name: "weather", arguments: '{"city":' })],
  end: () => [],
  choice: { finish_reason: "length", native_finish_reason: "max_tokens" },
  made: [{ name: "weather", arguments: '{"city":' }],
  expect: { stream: interrupted({ tool_calls: [{ name: "weather", arguments: '{"city":' }] }) },
});

export const toolCallScenarios: readonly Scenario[] = [
  plain,
  parallel,
  indexZero,
  oneChunk,
  noIds,
  indexNull,
  whiteSpace,
  finishTwice,
  finishStop,
  finishNull,
  noArguments,
  cutArguments,
];
