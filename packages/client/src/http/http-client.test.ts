import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import {
  AbortedError,
  ApiError,
  ColloquyError,
  ConnectionError,
  InvalidInputError,
  ProtocolError,
  TimeoutError,
} from "@colloquy/core";
import { afterEach, describe, expect, it } from "vitest";
import { HttpClient } from "./http-client.ts";
import type { HttpClientOptions } from "./http-client.ts";

const KEY = "a-key-that-is-nobodys-3141";
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Listener = (message: IncomingMessage, response: ServerResponse) => unknown;

async function serve(listener: Listener): Promise<string> {
  return listen(createServer((message, response) => void listener(message, response)));
}

function clientOf(baseUrl: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = new HttpClient({ baseUrl, apiKey: KEY, environment: {}, ...options });
  closers.unshift(() => client.dispose());
  return client;
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of message) text += String(part);
  return text;
}

async function failure(work: Promise<unknown>): Promise<ColloquyError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ColloquyError) return error;
  throw new Error(`no typed error but ${String(error)}`);
}

describe("HttpClient", () => {
  it("speaks every verb, with JSON or a body of its own, key and attribution", async () => {
    const origin = await serve(async (message, response) => {
      const body = await bodyOf(message);
      const { method, url, headers } = message;
      response.end(JSON.stringify({ method, url, headers, body }));
    });
    const http = clientOf(`${origin}/api/v1/`, {
      attribution: { url: "https://app.example", title: "App", categories: ["cli-agent"] },
    });
    const seen = async (response: Promise<{ json(): unknown }>) => (await response).json();
    expect(
      await seen(http.get("/models", { query: { q: "a b", n: 2, no: undefined } })),
    ).toMatchObject({
      method: "GET",
      url: "/api/v1/models?q=a+b&n=2",
      headers: {
        authorization: `Bearer ${KEY}`,
        "http-referer": "https://app.example",
        "x-openrouter-title": "App",
        "x-openrouter-categories": "cli-agent",
      },
    });
    expect(await seen(http.post("things", { json: { a: 1 } }))).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json" },
    });
    expect(await seen(http.put("things/1", { body: "text" }))).toMatchObject({
      method: "PUT",
      body: "text",
    });
    expect(await seen(http.delete("things/1"))).toMatchObject({
      method: "DELETE",
      url: "/api/v1/things/1",
    });
    expect(await seen(http.request("patch", "things/1"))).toMatchObject({ method: "PATCH" });
    expect((await failure(http.request("GET IT", "x"))).record.message).toContain("GET IT");
  });

  it("gives a response that can be read in any order, any number of times", async () => {
    const origin = await serve((_message, response) => response.end('\n\n {"a":[1]} \n'));
    const response = await clientOf(origin).get("x");
    expect(response.ok).toBe(true);
    expect(response.json()).toEqual({ a: [1] });
    expect(response.text()).toBe('\n\n {"a":[1]} \n');
    expect(response.json()).toEqual({ a: [1] });
    expect(response.json()).not.toBe(response.json());
    expect(response.raiseForStatus()).toBe(response);
    expect(response.url).toBe(`${origin}/x`);
  });

  it("throws what the body says, only when asked to", async () => {
    const origin = await serve((message, response) => {
      response.writeHead(429, { "Retry-After": "7", "X-Generation-Id": "gen-1" });
      const said = `slow down, ${String(message.headers.authorization)}`;
      response.end(JSON.stringify({ error: { code: 429, message: said } }));
    });
    const response = await clientOf(origin).get("x");
    expect(response.ok).toBe(false);
    expect(response.header("Retry-After")).toBe("7");
    const raise = () => response.raiseForStatus();
    expect(raise).toThrow(ApiError);
    const error = await failure(Promise.resolve().then(raise));
    expect(error.record).toMatchObject({
      status: 429,
      retry_after_s: 7,
      retryable: true,
      details: { generation_id: "gen-1" },
    });
    expect(JSON.stringify(error.record)).not.toContain(KEY);
  });

  it("shows where a body is no JSON", async () => {
    const origin = await serve((_message, response) => response.end('{\n "a": nope\n}'));
    const response = await clientOf(origin).get("x");
    expect(() => response.json()).toThrow(ProtocolError);
    expect(() => response.json()).toThrow("line 2, column 7");
  });

  it("undoes compression", async () => {
    const origin = await serve((message, response) => {
      const isBrotli = message.url === "/br";
      response.setHeader("content-encoding", isBrotli ? "br" : "gzip");
      response.end(isBrotli ? brotliCompressSync("squeezed") : gzipSync("squeezed"));
    });
    expect((await clientOf(origin).get("gz")).text()).toBe("squeezed");
    expect((await clientOf(origin).get("br")).text()).toBe("squeezed");
  });

  it("refuses a body that does not end, and one that does not decompress", async () => {
    const origin = await serve((message, response) => {
      if (message.url === "/damaged") {
        response.setHeader("content-encoding", "gzip");
        return void response.end("this is not gzip");
      }
      const timer = setInterval(() => response.write("x".repeat(100_000)), 1);
      response.once("close", () => clearInterval(timer));
    });
    const http = clientOf(origin, { bodyLimit: 1_000_000 });
    expect(await failure(http.get("endless"))).toBeInstanceOf(ProtocolError);
    expect((await failure(http.get("damaged"))).record.message).toContain("damaged");
  });

  it("tells apart nobody there, no such host, and no answer in time", async () => {
    const silent = await listen(createTcpServer());
    const gone = createTcpServer();
    const free = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const refused = await failure(clientOf(free).get("x"));
    expect(refused).toBeInstanceOf(ConnectionError);
    expect(refused.record).toMatchObject({ code: "ECONNREFUSED", retryable: true });
    expect(refused.record.remedy).toContain("Start the server");
    expect((await failure(clientOf("http://no-such-host.invalid").get("x"))).record.code).toMatch(
      /ENOTFOUND|EAI_AGAIN/,
    );
    const late = await failure(clientOf(silent, { deadlines: { total_ms: 50 } }).get("x"));
    expect(late).toBeInstanceOf(TimeoutError);
    expect(late.record.details).toMatchObject({ phase: "total", limit_ms: 50 });
  });

  it("stops when told to, and closes the connection", async () => {
    const closed = Promise.withResolvers<void>();
    const stop = new AbortController();
    const origin = await serve((_message, response) => {
      response.once("close", () => closed.resolve());
      response.write("some");
      setTimeout(() => stop.abort(), 5);
    });
    const http = clientOf(origin);
    expect(await failure(http.get("x", { signal: stop.signal }))).toBeInstanceOf(AbortedError);
    await closed.promise;
    expect(await failure(http.get("x", { signal: AbortSignal.abort() }))).toBeInstanceOf(
      AbortedError,
    );
  });

  it("uses a connection again", async () => {
    const sockets = new Set();
    const origin = await serve((message, response) => {
      sockets.add(message.socket);
      response.end("ok");
    });
    const http = clientOf(origin);
    for (let call = 0; call < 6; call += 1) await http.get("x");
    expect(sockets.size).toBeLessThan(3);
  });

  it.each([
    ["ftp://host", "not the address of an API"],
    ["not an address", "not the address of an API"],
    ["https://user:secret@host", "user name"],
  ])("refuses the address %s", (baseUrl, words) => {
    expect(() => new HttpClient({ baseUrl })).toThrow(InvalidInputError);
    try {
      new HttpClient({ baseUrl });
    } catch (error) {
      expect(String(error)).toContain(words);
      expect(String(error)).not.toContain("secret");
    }
  });

  it("refuses a key with a line break, without showing it", () => {
    const wrong = (): unknown => new HttpClient({ baseUrl: "http://h", apiKey: "hidden\n" });
    expect(wrong).toThrow("line break");
    expect(wrong).not.toThrow("hidden");
  });
});

describe("redirects", () => {
  it("are followed within the origin with everything, elsewhere without key and headers", async () => {
    const seen: [string, IncomingMessage][] = [];
    const stranger = await serve((message, response) => {
      seen.push(["stranger", message]);
      response.end("elsewhere");
    });
    const origin = await serve(async (message, response) => {
      seen.push(["own", message]);
      const body = await bodyOf(message);
      if (message.url === "/away") response.writeHead(302, { location: `${stranger}/x` }).end();
      else if (message.url === "/near") response.writeHead(308, { location: "/there" }).end();
      else if (message.url === "/see") response.writeHead(303, { location: "/there" }).end();
      else if (message.url === "/round") response.writeHead(302, { location: "/round" }).end();
      else response.end(`${String(message.method)} ${body}`);
    });
    const http = clientOf(origin, { headers: { "X-Api-Key": KEY } });
    expect((await http.get("away")).text()).toBe("elsewhere");
    expect(JSON.stringify(seen.find(([who]) => who === "stranger")?.[1].headers)).not.toContain(
      KEY,
    );
    expect((await http.post("near", { body: "hi" })).text()).toBe("POST hi");
    expect(seen.at(-1)?.[1].headers.authorization).toBe(`Bearer ${KEY}`);
    expect((await http.post("see", { body: "hi" })).text()).toBe("GET ");

    const before = seen.filter(([who]) => who === "stranger").length;
    const kept = await http.post("away", { body: "my secret message" });
    expect(kept.status).toBe(302);
    expect(() => kept.raiseForStatus()).toThrow(`redirects to ${stranger}`);
    expect(seen.filter(([who]) => who === "stranger").length).toBe(before);
    const round = await http.get("round");
    expect(() => round.raiseForStatus()).toThrow("again and again");
  });
});

describe("proxies", () => {
  it("are taken from the environment, and NO_PROXY exempts", async () => {
    const asked: string[] = [];
    const origin = await serve((_message, response) => response.end("direct"));
    const proxy = await serve((message, response) => {
      asked.push(`${String(message.method)} ${String(message.url)}`);
      response.end("by proxy");
    });
    const by = (environment: Record<string, string>) => clientOf(origin, { environment }).get("x");
    expect((await by({ HTTP_PROXY: proxy })).text()).toBe("by proxy");
    expect(asked).toEqual([`GET ${origin}/x`]);
    expect((await by({ HTTP_PROXY: proxy, NO_PROXY: "127.0.0.1" })).text()).toBe("direct");
    const refused = (await failure(by({ HTTP_PROXY: "http://u:secret@127.0.0.1:9" }))).record;
    expect(refused.kind).toBe("connection");
    expect(refused.message).toMatch(/^the proxy 127\.0\.0\.1:9 on the way to /);
    expect(refused.remedy).toContain("NO_PROXY");
    expect(JSON.stringify(refused)).not.toContain("secret");
    expect((await failure(by({ HTTP_PROXY: "gopher://x" }))).record.message).toContain(
      "HTTP_PROXY",
    );
  });

  it("tunnel https, and say so when they refuse", async () => {
    const asked: string[] = [];
    const server = createServer();
    server.on("connect", (message, socket) => {
      asked.push(String(message.url));
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    const proxy = await listen(server);
    const http = clientOf("https://api.example", { environment: { https_proxy: proxy } });
    const error = await failure(http.get("x"));
    expect(asked).toEqual(["api.example:443"]);
    expect(error.record.kind).toBe("connection");
    expect(error.record.remedy).toContain("HTTPS_PROXY");
  });
});
