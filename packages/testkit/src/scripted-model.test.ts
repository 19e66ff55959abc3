import {
  AbortedError,
  ApiError,
  type ChatCompletionChunk,
  type ChatRequest,
  collect,
  InterruptedError,
  textOf,
} from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { scriptedChunk } from "./scripted-chunk.ts";
import { ScriptedModel } from "./scripted-model.ts";

const request: ChatRequest = { model: "any/model", messages: [{ role: "user", content: "hello" }] };

async function read(stream: AsyncIterable<ChatCompletionChunk>): Promise<ChatCompletionChunk[]> {
  const chunks: ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function failure(stream: AsyncIterable<ChatCompletionChunk>): Promise<unknown> {
  return read(stream).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("ScriptedModel", () => {
  it("answers with its text, word by word, and remembers what it was asked", async () => {
    const model = new ScriptedModel("Tea is ready. ");
    const chunks = await read(model.stream(request));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content)).toEqual([
      "Tea",
      " is",
      " ready. ",
      "",
    ]);
    const completion = await collect(model.stream(request));
    expect(textOf(completion.choices[0]?.message ?? {})).toBe("Tea is ready. ");
    expect(completion.usage?.completion_tokens).toBe(3);
    expect(model.calls.map(({ outcome }) => outcome)).toEqual(["finished", "finished"]);
    expect(model.calls[0]?.request).toEqual(request);
  });

  it("yields one chunk with the whole message when no stream was asked for", async () => {
    const chunks = await read(
      new ScriptedModel("Tea is ready.").stream({ ...request, stream: false }),
    );
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.choices[0]).toMatchObject({
      delta: { content: "Tea is ready." },
      finish_reason: "stop",
    });
  });

  it("uses its answers in order, and the last one from then on", async () => {
    const model = new ScriptedModel(["one", "two"]);
    const texts: string[] = [];
    for (let call = 0; call < 3; call += 1) {
      texts.push(textOf((await collect(model.stream(request))).choices[0]?.message ?? {}));
    }
    expect(texts).toEqual(["one", "two", "two"]);
  });

  it("computes an answer from the request", async () => {
    const model = new ScriptedModel(({ temperature }, call) => `${call}: ${String(temperature)}`);
    const completion = await collect(model.stream({ ...request, temperature: 0 }));
    expect(textOf(completion.choices[0]?.message ?? {})).toBe("0: 0");
  });

  it("throws an error as it is before the first chunk", async () => {
    const error = new ApiError({ message: "no such key", status: 401 });
    expect(await failure(new ScriptedModel([[{ error }]]).stream(request))).toBe(error);
  });

  it("throws what had come when an error follows a chunk", async () => {
    const error = new ApiError({ message: "gone", status: 502 });
    const thrown = await failure(new ScriptedModel([["half ", { error }]]).stream(request));
    expect(thrown).toBeInstanceOf(InterruptedError);
    if (!(thrown instanceof InterruptedError)) return;
    expect(thrown.cause).toBe(error);
    expect(thrown.completion.choices[0]?.message.content).toBe("half ");
  });

  it("never ends quietly without a finish_reason", async () => {
    expect(await failure(new ScriptedModel([["half"]]).stream(request))).toBeInstanceOf(
      InterruptedError,
    );
    const finished = [scriptedChunk(request, { content: "all" }, { finish_reason: "length" })];
    expect(await failure(new ScriptedModel([finished]).stream(request))).toBeUndefined();
  });

  it("tells progress, waits, and stops at the signal in the middle of a wait", async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const never = new Promise(() => undefined);
    const model = new ScriptedModel([[{ progress: { message: "reading" } }, "a", { wait: never }]]);
    const stream = model.stream(request, {
      signal: stop.signal,
      onProgress: ({ message }) => told.push(message),
    });
    const first = await stream.next();
    expect(first.done).toBe(false);
    const rest = failure(stream);
    stop.abort();
    const thrown = await rest;
    expect(thrown).toBeInstanceOf(InterruptedError);
    expect(thrown instanceof Error && thrown.cause).toBeInstanceOf(AbortedError);
    expect(told).toEqual(["reading"]);
    expect(model.calls[0]?.outcome).toBe("stopped");
  });

  it("notices that its caller left", async () => {
    const model = new ScriptedModel("a b c");
    for await (const chunk of model.stream(request)) if (chunk) break;
    expect(model.calls[0]).toMatchObject({ outcome: "stopped", chunks: 1 });
  });
});
