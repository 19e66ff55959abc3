import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip } from "node:zlib";
import {
  AbortedError,
  accumulate,
  ApiError,
  ColloquyError,
  collect,
  ConnectionError,
  InterruptedError,
  ProtocolError,
  textOf,
  TimeoutError,
} from "@colloquy/core";
import type { ChatCompletionChunk, ChatRequest, ModelProgress } from "@colloquy/core";
import { afterEach, describe, expect, it } from "vitest";
import { createChatModel } from "./create-chat-model.ts";
import type { ChatModelOptions } from "./create-chat-model.ts";

const KEY = "nobodys-key-2718281828";
const request: ChatRequest = { model: "any/model", messages: [{ role: "user", content: "hi" }] };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Upstream {
  url: string;
  bodies: string[];
  server: Server;
}

type Respond = (response: ServerResponse, call: number, message: IncomingMessage) => unknown;

async function upstream(respond: Respond): Promise<Upstream> {
  const bodies: string[] = [];
  const sockets = new Set<Socket>();
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const part of message) body += String(part);
    bodies.push(body);
    await respond(response, bodies.length, message);
  };
  const server = createServer((message, response) => void answer(message, response));
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, server };
}

function modelAt(baseUrl: string, options: Partial<ChatModelOptions> = {}) {
  const model = createChatModel({
    baseUrl,
    apiKey: KEY,
    environment: {},
    retries: { base_ms: 1 },
    ...options,
  });
  closers.unshift(() => model.dispose?.());
  return model;
}

function event(delta: object, fields: object = {}): string {
  const choices = [{ index: 0, delta, finish_reason: null, ...fields }];
  const chunk = { id: "g", object: "chat.completion.chunk", created: 1, model: "m", choices };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

const FINISH = event({}, { finish_reason: "stop" });
const DONE = "data: [DONE]\n\n";

function errorBody(code: number, message: string, metadata: object = {}): string {
  return JSON.stringify({ error: { code, message, metadata } });
}

async function failure(stream: AsyncIterable<ChatCompletionChunk>): Promise<ColloquyError> {
  try {
    await collect(stream);
  } catch (error) {
    if (error instanceof ColloquyError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const textOfAll = async (stream: AsyncIterable<ChatCompletionChunk>): Promise<unknown> =>
  (await collect(stream)).choices[0]?.message.content;

describe("what is sent", () => {
  it("is the request as it is, streamed unless it says otherwise, without token ids", async () => {
    const { url, bodies } = await upstream((response) =>
      response.end(event({ content: "x" }) + FINISH),
    );
    const full = {
      ...request,
      messages: [
        { role: "assistant" as const, content: "a", token_ids: [1, 2], reasoning_details: [] },
        {
          role: "assistant" as const,
          content: "",
          tool_calls: [
            { id: "c", type: "function" as const, function: { name: "f", arguments: "{}" } },
          ],
          reasoning_details: [
            { type: "reasoning.text", text: "cut off", format: "anthropic-claude-v1" },
            {
              type: "reasoning.text",
              text: "signed",
              format: "anthropic-claude-v1",
              signature: "s",
            },
            { type: "reasoning.encrypted", data: "z", format: "google-gemini-v1" },
          ],
        },
      ],
      temperature: 0,
      made_up: { kept: null },
    };
    await collect(modelAt(url).stream(full));
    await collect(modelAt(url, { usageInStream: false }).stream({ ...full, stream_options: null }));
    const [first, second] = bodies.map((body) => JSON.parse(body) as Record<string, unknown>);
    expect(first).toEqual({
      model: "any/model",
      temperature: 0,
      made_up: { kept: null },
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: "assistant", content: "a", reasoning_details: [] },
        {
          ...full.messages[1],
          content: null,
          reasoning_details: full.messages[1]?.reasoning_details?.slice(1),
        },
      ],
    });
    expect(second).toMatchObject({ stream: true, stream_options: null });
  });

  it("asks for one body without stream_options", async () => {
    const { url, bodies } = await upstream((response) =>
      response.end(
        JSON.stringify({ choices: [{ message: { content: "whole" }, finish_reason: "stop" }] }),
      ),
    );
    expect(await textOfAll(modelAt(url).stream({ ...request, stream: false }))).toBe("whole");
    expect(JSON.parse(bodies[0] ?? "")).toEqual({ ...request, stream: false });
  });
});

describe("what comes", () => {
  it("is handed on chunk by chunk, untouched where it is well-formed", async () => {
    const { url } = await upstream((response) => {
      response.write(event({ role: "assistant", content: "" }));
      response.write(event({ content: "a", odd: [1] }) + event({ content: "b" }));
      response.end(FINISH + DONE + "data: after the end\n\n");
    });
    const chunks: ChatCompletionChunk[] = [];
    for await (const chunk of modelAt(url).stream(request)) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta)).toEqual([
      { role: "assistant", content: "" },
      { content: "a", odd: [1] },
      { content: "b" },
      {},
    ]);
  });

  it("is read from gzip as it arrives, even when it breaks off", async () => {
    const { url } = await upstream(async (response) => {
      response.setHeader("content-encoding", "gzip");
      const zip = createGzip();
      zip.pipe(response);
      zip.write(event({ content: "squeezed" }));
      zip.flush();
      await sleep(30);
      response.socket?.destroy();
    });
    const error = await failure(modelAt(url).stream(request));
    expect(error).toBeInstanceOf(InterruptedError);
    expect((error as InterruptedError).completion.choices[0]?.message.content).toBe("squeezed");
    expect(error.cause).toBeInstanceOf(ConnectionError);
  });

  it("does not outgrow memory: one event, and a whole body, have a limit", async () => {
    const { url } = await upstream((response) => {
      const timer = setInterval(() => response.write("data: " + "x".repeat(100_000)), 1);
      response.once("close", () => clearInterval(timer));
    });
    const small = { limits: { event_chars: 1_000_000 } };
    const error = await failure(modelAt(url, small).stream(request));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.record.message).toContain("one event is larger than 1 MiB");

    const many = await upstream((response) => {
      const timer = setInterval(() => response.write(event({ content: "x".repeat(10_000) })), 1);
      response.once("close", () => clearInterval(timer));
    });
    const bounded = modelAt(many.url, { limits: { body_bytes: 2 ** 20 } });
    expect((await failure(bounded.stream(request))).record.message).toContain("1 MiB");
  });

  it("makes the server wait for a slow reader", async () => {
    let isAllTaken = false;
    const { url } = await upstream(async (response) => {
      const words = event({ content: "x".repeat(1_000_000) });
      for (let part = 0; part < 40 && !response.destroyed; part += 1) {
        const isTaken = response.write(words);
        if (!isTaken) await Promise.race([once(response, "drain"), once(response, "close")]);
      }
      isAllTaken = !response.destroyed;
    });
    for await (const _chunk of modelAt(url).stream(request)) {
      await sleep(600);
      expect(isAllTaken).toBe(false);
      break;
    }
  });

  it("lets a slow reader be slow: no deadline but the total runs meanwhile", async () => {
    const { url } = await upstream((response) => {
      response.end(event({ content: "a" }) + event({ content: "b" }) + FINISH + DONE);
    });
    const model = modelAt(url, { deadlines: { silence_ms: 20, first_token_ms: 500 } });
    let text = "";
    for await (const chunk of model.stream(request)) {
      text += textOf({ content: chunk.choices[0]?.delta.content ?? null });
      await sleep(40);
    }
    expect(text).toBe("ab");
  });
});

describe("deadlines", () => {
  const comments: Respond = (response) => {
    response.write(": waiting\n\n");
    const timer = setInterval(() => response.write(": waiting\n\n"), 5);
    response.once("close", () => clearInterval(timer));
  };

  it("count no comment and no empty delta as a token", async () => {
    const idle = await upstream(comments);
    const progress: ModelProgress[] = [];
    const model = modelAt(idle.url, { deadlines: { first_token_ms: 60 } });
    const error = await failure(
      model.stream(request, { onProgress: (note) => progress.push(note) }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.record.details).toEqual({ phase: "first_token", limit_ms: 60 });
    expect(idle.bodies.length).toBe(1);
    expect(progress.length).toBe(1);

    const empty = await upstream((response) => {
      response.write(event({ content: "some" }));
      const timer = setInterval(() => response.write(event({ role: "assistant", content: "" })), 5);
      response.once("close", () => clearInterval(timer));
    });
    const silent = await failure(
      modelAt(empty.url, { deadlines: { silence_ms: 60 } }).stream(request),
    );
    expect(silent).toBeInstanceOf(InterruptedError);
    expect(silent.record.details).toEqual({ phase: "silence", limit_ms: 60 });
    expect(silent.cause).toBeInstanceOf(TimeoutError);
  });

  it("end a stream that never ends, tokens or not", async () => {
    const { url } = await upstream((response) => {
      const timer = setInterval(() => response.write(event({ content: "on " })), 5);
      response.once("close", () => clearInterval(timer));
    });
    const error = await failure(modelAt(url, { deadlines: { total_ms: 80 } }).stream(request));
    expect(error.record.details).toMatchObject({ phase: "total" });
    expect(error).toBeInstanceOf(InterruptedError);
  });

  it("let an answer be whole that had ended before the silence", async () => {
    const { url } = await upstream((response) =>
      response.write(event({ content: "all" }) + FINISH),
    );
    expect(await textOfAll(modelAt(url, { deadlines: { silence_ms: 40 } }).stream(request))).toBe(
      "all",
    );
  });

  it("hold for the body of an error too", async () => {
    const { url } = await upstream((response) => {
      response.writeHead(400);
      response.write(errorBody(400, "half of it is enough"));
    });
    const error = await failure(modelAt(url, { deadlines: { silence_ms: 40 } }).stream(request));
    expect(error).toBeInstanceOf(ApiError);
    expect(error.record).toMatchObject({ status: 400, message: "half of it is enough" });
  });
});

describe("connecting", () => {
  it("has a deadline of its own, after which it is tried again", async () => {
    const mute = createTcpServer();
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    closers.push(() => mute.close());
    const port = (mute.address() as AddressInfo).port;
    const notes: string[] = [];
    const model = modelAt(`https://127.0.0.1:${port}`, {
      deadlines: { connect_ms: 50 },
      retries: { retries: 1, base_ms: 1 },
    });
    const onProgress = ({ message }: ModelProgress): number => notes.push(message);
    const error = await failure(model.stream(request, { onProgress }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.record.details).toEqual({ phase: "connect", limit_ms: 50 });
    expect(notes.length).toBe(1);
  });
});

describe("retries", () => {
  it("come after 408, 409, 429, 5xx and a broken connection, with a word, and then stop", async () => {
    for (const status of [408, 409, 429, 500, 502, 503, 504, 524, 529]) {
      const { url, bodies } = await upstream((response) => response.writeHead(status).end("{}"));
      const progress: ModelProgress[] = [];
      const onProgress = (note: ModelProgress): number => progress.push(note);
      expect((await failure(modelAt(url).stream(request, { onProgress }))).record.status).toBe(
        status,
      );
      expect([status, bodies.length]).toEqual([status, 3]);
      expect(progress.map((note) => note.message)).toEqual([
        expect.stringContaining("trying again in 0.0 s (1 of 2)"),
        expect.stringContaining("(2 of 2)"),
      ]);
    }
    const broken = await upstream((response, call) =>
      call < 3 ? response.socket?.destroy() : response.end(event({ content: "third" }) + FINISH),
    );
    expect(await textOfAll(modelAt(broken.url).stream(request))).toBe("third");
  });

  it.each([400, 401, 402, 403, 404, 413, 422])("never come after %i", async (status) => {
    const { url, bodies } = await upstream((response) => response.writeHead(status).end("{}"));
    await failure(modelAt(url).stream(request));
    expect(bodies.length).toBe(1);
  });

  it("never come under a daily cap, whatever Retry-After says", async () => {
    const { url, bodies } = await upstream((response) =>
      response
        .writeHead(429, { "retry-after": "0" })
        .end(errorBody(429, "Rate limit exceeded: free-models-per-day")),
    );
    const error = await failure(modelAt(url).stream(request));
    expect([bodies.length, error.record.retryable]).toEqual([1, false]);
  });

  it("come after a 402 of requests in flight, when Retry-After is there", async () => {
    const inFlight = errorBody(402, "busy", { limit_source: "openrouter_in_flight_budget" });
    const { url, bodies } = await upstream((response, call) =>
      call === 1
        ? response.writeHead(402, { "retry-after": "0" }).end(inFlight)
        : response.end(event({ content: "paid" }) + FINISH),
    );
    expect(await textOfAll(modelAt(url).stream(request))).toBe("paid");
    expect(bodies.length).toBe(2);
  });

  it("wait as long as the server says, but not past what anybody would wait", async () => {
    const patient = await upstream((response, call) =>
      call === 1
        ? response.writeHead(429, { "retry-after-ms": "100" }).end("{}")
        : response.end(event({ content: "later" }) + FINISH),
    );
    const notes: string[] = [];
    const onProgress = ({ message }: ModelProgress): number => notes.push(message);
    expect(await textOfAll(modelAt(patient.url).stream(request, { onProgress }))).toBe("later");
    expect(notes).toEqual([expect.stringContaining("trying again in 0.1 s (1 of 2)")]);

    const long = await upstream((response) =>
      response.writeHead(429, { "retry-after": "3600" }).end("{}"),
    );
    const error = await failure(modelAt(long.url).stream(request));
    expect([long.bodies.length, error.record.retry_after_s]).toEqual([1, 3600]);

    const asking = await upstream((response) =>
      response.writeHead(429, { "retry-after": "20" }).end("{}"),
    );
    const hurried = modelAt(asking.url, { deadlines: { total_ms: 10_000 } });
    expect(await failure(hurried.stream(request))).toBeInstanceOf(ApiError);
    expect(asking.bodies.length).toBe(1);
  });

  it("come for an error inside 200, but never after a part of the answer", async () => {
    const inBand = await upstream((response, call) =>
      call === 1
        ? response.end(
            event({ role: "assistant", content: "" }) + `data: ${errorBody(502, "down")}\n\n`,
          )
        : response.end(event({ content: "up" }) + FINISH),
    );
    expect(await textOfAll(modelAt(inBand.url).stream(request))).toBe("up");

    const late = await upstream((response) =>
      response.end(event({ content: "so far" }) + `data: ${errorBody(502, "down")}\n\n`),
    );
    const error = await failure(modelAt(late.url).stream(request));
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error.record).toMatchObject({ status: 502, message: "down", retryable: true });
    expect(late.bodies.length).toBe(1);
  });

  it("are cut short by the caller", async () => {
    const { url, bodies } = await upstream((response) =>
      response.writeHead(503, { "retry-after": "30" }).end("{}"),
    );
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    const error = await failure(modelAt(url).stream(request, { signal: stop.signal, onProgress }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(bodies.length).toBe(1);
  });
});

describe("stopping", () => {
  it("hands on nothing more, even of what has come already", async () => {
    const words = Array.from({ length: 100 }, () => event({ content: "on " })).join("");
    const { url } = await upstream((response) => response.end(words + FINISH + DONE));
    const stop = new AbortController();
    let count = 0;
    const read = async (): Promise<void> => {
      for await (const _chunk of modelAt(url).stream(request, { signal: stop.signal })) {
        count += 1;
        if (count === 3) stop.abort();
      }
    };
    const error: unknown = await read().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InterruptedError);
    expect((error as InterruptedError).cause).toBeInstanceOf(AbortedError);
    expect(count).toBe(3);
  });

  it.each(["signal", "leaving"])("closes the connection: %s", async (way) => {
    const closed = Promise.withResolvers<void>();
    const { url } = await upstream((response) => {
      response.once("close", () => closed.resolve());
      const timer = setInterval(() => response.write(event({ content: "on " })), 1);
      response.once("close", () => clearInterval(timer));
    });
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _chunk of modelAt(url).stream(request, { signal: stop.signal })) {
        if (way === "leaving") return;
        stop.abort();
      }
    };
    const outcome = await read().catch((error: unknown) => error);
    if (way === "signal") expect((outcome as ColloquyError).cause).toBeInstanceOf(AbortedError);
    await closed.promise;
  });
});

describe("an iterator used by hand", () => {
  it("answers every question in turn, even when asked before it has answered", async () => {
    const words = ["a", "b", "c"].map((content) => event({ content })).join("");
    const { url } = await upstream((response) => response.end(words + FINISH + DONE));
    const iterator = modelAt(url).stream(request)[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ done, value }) => done || value.choices[0]?.delta.content)).toEqual([
      "a",
      "b",
      "c",
      undefined,
      true,
      true,
    ]);
  });

  it("can be left while it waits, for the server or between two attempts", async () => {
    const mute = await upstream(() => undefined);
    const busy = await upstream((response) =>
      response.writeHead(503, { "retry-after": "30" }).end("{}"),
    );
    for (const { url } of [mute, busy]) {
      const iterator = modelAt(url).stream(request)[Symbol.asyncIterator]();
      const asked = iterator.next().catch((error: unknown) => error);
      await sleep(50);
      expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
      expect(await asked).toBeInstanceOf(ColloquyError);
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
    }
  });
});

describe("secrets", () => {
  it("stand in no error, wherever the upstream repeats them", async () => {
    const answers: Respond[] = [
      (response) =>
        response.writeHead(401).end(errorBody(401, `bad key ${KEY}`, { raw: { seen: KEY } })),
      (response) => response.end(`<html>${KEY}</html>`),
      (response) => response.end(`data: ${KEY}\n\n`),
      (response) => response.end(`who is ${KEY}?`),
      (response) => response.end(event({ content: "a" }) + `data: ${errorBody(500, KEY)}\n\n`),
    ];
    for (const answer of answers) {
      const { url } = await upstream(answer);
      const error = await failure(modelAt(url, { retries: { retries: 0 } }).stream(request));
      expect(JSON.stringify(error.record) + error.message).not.toContain(KEY);
    }
  });
});

describe("many at once", () => {
  it("are answered each on its own", async () => {
    const { url } = await upstream(async (response, call) => {
      await sleep(5);
      response.end(event({ content: String(call) }) + FINISH + DONE);
    });
    const model = modelAt(url);
    const texts = await Promise.all(
      Array.from({ length: 20 }, () => textOfAll(model.stream(request))),
    );
    expect(new Set(texts).size).toBe(20);
  });
});

describe("accumulating while it streams", () => {
  it("agrees with what an interruption carries", async () => {
    const { url } = await upstream((response) => {
      response.write(
        event({ content: "one " }) + event({ reasoning: "hm" }) + event({ content: "two" }),
      );
      setTimeout(() => response.socket?.destroy(), 20);
    });
    const chunks: ChatCompletionChunk[] = [];
    try {
      for await (const chunk of modelAt(url).stream(request)) chunks.push(chunk);
      expect.unreachable();
    } catch (error) {
      expect((error as InterruptedError).completion).toEqual(accumulate(chunks));
    }
  });
});
