import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accumulate } from "./accumulate.ts";
import { readChunk } from "./read-chunk.ts";
import { readCompletion } from "./read-completion.ts";

describe("readChunk", () => {
  it("returns a well-formed chunk itself", () => {
    const value = {
      id: "gen-1",
      object: "chat.completion.chunk",
      created: 1,
      model: "m",
      choices: [{ index: 0, delta: { content: "x" }, finish_reason: null }],
    };
    expect(readChunk(value)).toBe(value);
  });

  it("fills what is missing or null and keeps what it does not know", () => {
    expect(
      readChunk({ choices: [{ delta: null, odd: 1 }, null, { index: null }], usage: null, odd: 2 }),
    ).toEqual({
      id: "",
      object: "chat.completion.chunk",
      created: 0,
      model: "",
      choices: [
        { index: 0, delta: {}, finish_reason: null, odd: 1 },
        { index: 1, delta: {}, finish_reason: null },
      ],
      usage: null,
      odd: 2,
    });
  });

  it("takes an empty finish_reason for none, and a whole message for a delta", () => {
    const [choice] = readChunk({
      choices: [{ message: { content: "x" }, finish_reason: "" }],
    }).choices;
    expect(choice).toEqual({ index: 0, delta: { content: "x" }, finish_reason: null });
  });

  it("never fails, and neither does putting the result together", () => {
    const field = fc.constantFrom(
      "choices",
      "delta",
      "index",
      "tool_calls",
      "usage",
      "content",
      "function",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        tie("object"),
        fc.array(tie("value"), { maxLength: 3 }),
      ),
      object: fc.dictionary(field, tie("value"), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (values) => {
        const completion = accumulate(values.map(readChunk));
        expect(Array.isArray(completion.choices)).toBe(true);
      }),
    );
  });
});

describe("readCompletion", () => {
  it("keeps a provider's nulls and unknown fields", () => {
    const body = {
      id: "gen-1731",
      object: "chat.completion",
      created: 1_731_000_000,
      model: "maker/model",
      provider: "Venice",
      system_fingerprint: null,
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: "stop",
          native_finish_reason: "stop",
          message: { role: "assistant", content: "Paris.", refusal: null, reasoning: null },
        },
      ],
      usage: { prompt_tokens: 346, completion_tokens: 18, total_tokens: 364 },
    };
    expect(readCompletion(body)).toEqual(body);
  });

  it("reads any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(
          Array.isArray(readCompletion({ choices: [value, { message: value }] }).choices),
        ).toBe(true);
        expect(readCompletion(value).object).toBe("chat.completion");
      }),
    );
  });

  it("drops null lists and repairs tool calls", () => {
    const { message } =
      readCompletion({
        choices: [
          { message: { images: null, tool_calls: [{ function: { arguments: { a: 1 } } }] } },
        ],
      }).choices[0] ?? {};
    expect(message).toEqual({
      role: "assistant",
      content: null,
      tool_calls: [{ id: "", type: "function", function: { name: "", arguments: '{"a":1}' } }],
    });
  });
});
