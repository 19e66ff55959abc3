import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accumulate, collect } from "./accumulate.ts";
import type { ChatCompletion, ChunkChoice, MessageDelta } from "./completion.ts";
import { completionChunk } from "./completion-chunk.ts";
import { CompletionAccumulator } from "./completion-accumulator.ts";
import { readChunk } from "./read-chunk.ts";
import { readCompletion } from "./read-completion.ts";

const base = { id: "gen-1", object: "chat.completion.chunk", created: 7, model: "maker/model" };

function chunk(delta: MessageDelta, choice: Partial<ChunkChoice> = {}, fields: object = {}) {
  return readChunk({
    ...base,
    choices: [{ index: 0, delta, finish_reason: null, ...choice }],
    ...fields,
  });
}

function messageOf(...deltas: MessageDelta[]) {
  return accumulate(deltas.map((delta) => chunk(delta))).choices[0]?.message;
}

function call(fields: Record<string, unknown>): MessageDelta {
  return { tool_calls: [fields] };
}

describe("accumulate", () => {
  it("joins content, reasoning and refusal, and keeps null where nothing else came", () => {
    expect(
      messageOf(
        { role: "assistant", content: "", refusal: null },
        { content: "Par", reasoning: "Fra" },
        { content: "is", reasoning: "nce" },
        { content: null },
      ),
    ).toEqual({ role: "assistant", content: "Paris", reasoning: "France", refusal: null });
  });

  it("latches the first finish_reason and takes the last usage", () => {
    const completion = accumulate([
      chunk({ content: "a" }),
      chunk({}, { finish_reason: "tool_calls", native_finish_reason: "tool_use" }),
      chunk({ content: "" }, { finish_reason: "stop" }, { usage: { prompt_tokens: 1 } }),
      readChunk({ ...base, choices: [], usage: { prompt_tokens: 346, completion_tokens: 18 } }),
      readChunk({ ...base, choices: [], usage: null }),
    ]);
    expect(completion.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      native_finish_reason: "tool_use",
    });
    expect(completion.usage).toEqual({ prompt_tokens: 346, completion_tokens: 18 });
  });

  it("keeps unknown fields of chunk, choice and delta", () => {
    const completion = accumulate([
      chunk(
        { content: "a", reasoning_content: "th" },
        { odd: 1 },
        { provider: "Venice", extra: null },
      ),
      chunk({ content: "b", reasoning_content: "ink" }, { odd: null }, { provider: "Venice" }),
    ]);
    expect(completion).toMatchObject({ provider: "Venice", extra: null });
    expect(completion.choices[0]).toMatchObject({ odd: 1 });
    expect(completion.choices[0]?.message).toMatchObject({ reasoning_content: "think" });
  });

  it("gathers logprobs, token ids, images, annotations and audio", () => {
    const logprob = (token: string) => ({ token, logprob: -1, bytes: null, top_logprobs: [] });
    const completion = accumulate([
      chunk(
        { content: "a", images: [1] },
        { logprobs: { content: [logprob("a")] }, token_ids: [5] },
      ),
      chunk({ annotations: [{ type: "url_citation" }], audio: { id: "x", data: "aGk=" } }),
      chunk(
        { content: "b", images: [2], audio: { id: "x", data: "aG8=", transcript: "hi" } },
        {
          logprobs: { content: [logprob("b")] },
          token_ids: [6],
        },
      ),
      chunk({}, { logprobs: null }),
    ]);
    const [choice] = completion.choices;
    expect(choice?.logprobs?.content?.map((entry) => entry.token)).toEqual(["a", "b"]);
    expect(choice?.token_ids).toEqual([5, 6]);
    expect(choice?.message).toMatchObject({
      images: [1, 2],
      annotations: [{ type: "url_citation" }],
      audio: { id: "x", data: btoa("hiho"), transcript: "hi" },
    });
  });

  it("keeps content that comes as parts", () => {
    expect(
      messageOf(
        { content: "a" },
        { content: [{ type: "text", text: "b" }] },
        { content: "c" },
        {
          content: [{ type: "image_url", image_url: { url: "data:" } }],
        },
      )?.content,
    ).toEqual([
      { type: "text", text: "abc" },
      { type: "image_url", image_url: { url: "data:" } },
    ]);
  });

  it("says whether a part of the answer has come: an empty delta is none", () => {
    const accumulator = new CompletionAccumulator();
    const empty = [
      { role: "assistant", content: "" },
      { content: null, images: [], audio: {} },
      {},
    ];
    for (const delta of empty) accumulator.add(chunk(delta));
    accumulator.add(chunk({}, { finish_reason: "stop" }));
    expect([accumulator.received, accumulator.finishReason]).toEqual([false, "stop"]);
    for (const delta of [{ reasoning: "hm" }, { refusal: "no" }, { tool_calls: [{ index: 0 }] }]) {
      const other = new CompletionAccumulator();
      other.add(chunk(delta));
      expect(other.received).toBe(true);
    }
  });

  it("gives snapshots that later chunks do not change", () => {
    const accumulator = new CompletionAccumulator();
    accumulator.add(chunk({ content: "a", images: [1], ...call({ index: 0, id: "c" }) }));
    const early = accumulator.completion();
    const copy = structuredClone(early);
    accumulator.add(chunk({ content: "b", images: [2], ...call({ index: 0, id: "d" }) }));
    expect(early).toEqual(copy);
  });

  it("keeps several choices apart, in order", () => {
    const both = accumulate([
      readChunk({ ...base, choices: [{ index: 1, delta: { content: "second" } }] }),
      readChunk({ ...base, choices: [{ index: 0, delta: { content: "first" } }] }),
    ]);
    expect(both.choices.map((choice) => choice.message.content)).toEqual(["first", "second"]);
  });
});

describe("accumulate, tool calls", () => {
  it("joins fragments by index, and white space after a whole call adds no second one", () => {
    const calls = messageOf(
      call({ index: 0, id: "a", type: "function", function: { name: "look", arguments: "" } }),
      call({ index: 0, function: { arguments: '{"at":' } }),
      call({ index: 1, id: "b", function: { name: "look", arguments: "{}" } }),
      call({ index: 0, function: { arguments: '"sky"}' } }),
      call({ index: 0, function: { arguments: "\n " } }),
      call({ index: 2, function: { arguments: "  " } }),
    )?.tool_calls;
    expect(calls?.map((each) => [each.id, each.function.name, each.function.arguments])).toEqual([
      ["a", "look", '{"at":"sky"}\n '],
      ["b", "look", "{}"],
    ]);
  });

  it("tells parallel calls apart that all claim index 0, and follows those without an index", () => {
    const whole = (id: string | null, text: string, index: number | null) =>
      call({ index, id, function: { name: "look", arguments: text } });
    const argumentsOf = (...deltas: MessageDelta[]) =>
      messageOf(...deltas)?.tool_calls?.map((each) => each.function.arguments);
    expect(argumentsOf(whole("a", "{}", 0), whole("b", "[1]", 0))).toEqual(["{}", "[1]"]);
    expect(argumentsOf(whole(null, "{}", 0), whole(null, "[1]", 0))).toEqual(["{}", "[1]"]);
    expect(
      argumentsOf(
        whole(null, "{", null),
        call({ function: { arguments: "}" } }),
        whole(null, "", null),
      ),
    ).toEqual(["{}", ""]);
  });

  it("takes a name said twice once, and arguments given as an object as their text", () => {
    expect(
      messageOf(
        call({ index: 0, id: "a", function: { name: "look", arguments: null } }),
        call({ index: 0, id: "a", function: { name: "look", arguments: { at: 1 } } }),
      )?.tool_calls,
    ).toEqual([{ id: "a", type: "function", function: { name: "look", arguments: '{"at":1}' } }]);
  });
});

describe("accumulate, reasoning_details", () => {
  const detailsOf = (...details: object[]) =>
    messageOf(...details.map((detail) => ({ reasoning_details: [detail] })), { content: "x" })
      ?.reasoning_details;

  it("joins text fragments and takes a signature that comes late and alone", () => {
    expect(
      detailsOf(
        { type: "reasoning.text", text: "Let ", index: 0, format: "anthropic-claude-v1" },
        { type: "reasoning.text", text: "me", index: 0 },
        { type: "reasoning.text", signature: "sig", index: 0 },
      ),
    ).toEqual([
      {
        type: "reasoning.text",
        text: "Let me",
        index: 0,
        format: "anthropic-claude-v1",
        signature: "sig",
      },
    ]);
  });

  it("begins a new entry after a signed one, and keeps summaries and encrypted data apart", () => {
    expect(
      detailsOf(
        { type: "reasoning.text", text: "one", signature: "s1" },
        { type: "reasoning.text", text: "two" },
        { type: "reasoning.encrypted", data: "zz" },
        { type: "reasoning.summary", summary: "a" },
        { type: "reasoning.summary", summary: "b" },
        { type: "reasoning.text", signature: "s2" },
      ),
    ).toEqual([
      { type: "reasoning.text", text: "one", signature: "s1" },
      { type: "reasoning.text", text: "two", signature: "s2" },
      { type: "reasoning.encrypted", data: "zz" },
      { type: "reasoning.summary", summary: "a" },
      { type: "reasoning.summary", summary: "b" },
    ]);
  });

  it("keeps an empty list, which some models want back", () => {
    expect(messageOf({ content: "x", reasoning_details: [] })?.reasoning_details).toEqual([]);
  });
});

describe("a whole answer as one chunk", () => {
  const words = fc.string({ maxLength: 8 });
  const called = fc.record({
    id: words,
    type: fc.constant("function"),
    function: fc.record({ name: words, arguments: words }),
  });
  const message = fc.record(
    {
      role: fc.constant("assistant"),
      content: fc.option(words),
      reasoning: fc.option(words),
      refusal: fc.option(words),
      tool_calls: fc.array(
        called.filter((each) => each.id !== ""),
        { maxLength: 3 },
      ),
      reasoning_details: fc.array(
        fc.record({ type: fc.constant("reasoning.text"), text: words, index: fc.nat(2) }),
      ),
      images: fc.array(fc.jsonValue()),
      odd: fc.jsonValue(),
    },
    { requiredKeys: ["role", "content"] },
  );
  const completion = fc.record(
    {
      id: words,
      object: fc.constant("chat.completion"),
      created: fc.nat(),
      model: words,
      provider: fc.option(words),
      choices: fc.array(
        fc.record(
          {
            message,
            finish_reason: fc.option(fc.constantFrom("stop", "length", "made-up")),
            native_finish_reason: fc.option(words),
            token_ids: fc.array(fc.nat()),
            odd: fc.jsonValue(),
          },
          { requiredKeys: ["message", "finish_reason"] },
        ),
        { maxLength: 2 },
      ),
      usage: fc.record({ prompt_tokens: fc.nat() }),
      odd: fc.jsonValue(),
    },
    { requiredKeys: ["id", "object", "created", "model", "choices"] },
  );

  it("accumulates to the same answer again", () => {
    fc.assert(
      fc.property(completion, (value) => {
        const read = readCompletion(value);
        expect(accumulate([completionChunk(read)])).toEqual(read);
      }),
    );
  });

  it("is the same however its text was cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 1 }), async (pieces) => {
        async function* stream() {
          for (const content of pieces) yield chunk({ content });
        }
        const whole: ChatCompletion = await collect(stream());
        expect(whole.choices[0]?.message.content).toBe(pieces.join(""));
      }),
    );
  });
});
