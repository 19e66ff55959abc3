import { afterAll, describe, expect, it } from "vitest";
import { startUpstream, type Upstream } from "./start-upstream.ts";
import { fastSettings } from "./upstream-settings.ts";

const opened: Upstream[] = [];

async function open(options: Parameters<typeof startUpstream>[0] = {}): Promise<Upstream> {
  const upstream = await startUpstream({ settings: fastSettings, ...options });
  opened.push(upstream);
  return upstream;
}

afterAll(() => Promise.all(opened.map((upstream) => upstream.close())));

const body = { model: "any/model", messages: [{ role: "user", content: "hello" }] };

async function ask(base: string, fields: object = {}, headers = {}): Promise<Response> {
  const text = JSON.stringify({ ...body, ...fields });
  return fetch(`${base}/chat/completions`, { method: "POST", body: text, headers });
}

async function content(response: Response): Promise<unknown> {
  const reply: unknown = JSON.parse(await response.text());
  return JSON.stringify(reply).match(/"content":"((?:[^"\\]|\\.)*)"/)?.[1];
}

describe("startUpstream", () => {
  it("plays the scenario it was started with, records the request and says that it ended", async () => {
    const upstream = await open({ scenario: "echo" });
    const response = await ask(upstream.url, { temperature: 0 }, { authorization: "Bearer k" });
    expect(JSON.parse(await response.text())).toMatchObject({
      choices: [{ message: { content: JSON.stringify({ ...body, temperature: 0 }) } }],
    });
    expect(upstream.requests).toMatchObject([
      {
        method: "POST",
        path: "/api/v1/chat/completions",
        scenario: "echo",
        finished: true,
        left: false,
      },
    ]);
    expect(upstream.requests[0]?.headers.authorization).toBe("Bearer k");
  });

  it("plays another for a path prefix, a header, or a plain GET", async () => {
    const upstream = await open();
    expect(await content(await ask(upstream.urlOf("venice")))).toMatch(/^Lisbon/);
    expect(await content(await ask(upstream.url, {}, { "x-scenario": "venice" }))).toMatch(
      /^Lisbon/,
    );
    expect(await content(await ask(upstream.url))).toMatch(/^Rain/);
    expect(await content(await fetch(`${upstream.url}/scenario/venice`))).toMatch(/^Lisbon/);
  });

  it("refuses an unknown scenario with the nearest name", async () => {
    await expect(startUpstream({ scenario: "okk" })).rejects.toThrow('the nearest is "ok"');
  });

  it("plays a scenario of one's own, which answers from the request", async () => {
    const upstream = await open({
      scenario: {
        name: "rejects-hot",
        group: "parameters",
        summary: "refuses a temperature above 1",
        contract: "a provider may refuse a value that others take",
        respond(request, reply) {
          const hot = Number(request.json["temperature"] ?? 0) > 1;
          reply.json(hot ? 400 : 200, { hot });
        },
        expect: {
          stream: { state: "failed", exit_code: 1 },
          whole: { state: "failed", exit_code: 1 },
        },
      },
    });
    expect((await ask(upstream.url, { temperature: 1.5 })).status).toBe(400);
    expect((await ask(upstream.url, { temperature: 0.5 })).status).toBe(200);
  });

  it("turns a scenario that throws into a 500 and keeps the defect", async () => {
    const upstream = await open({
      scenario: {
        name: "broken",
        group: "body",
        summary: "",
        contract: "",
        respond: () => {
          throw new Error("a defect");
        },
        expect: {
          stream: { state: "failed", exit_code: 1 },
          whole: { state: "failed", exit_code: 1 },
        },
      },
    });
    expect((await ask(upstream.url)).status).toBe(500);
    expect(upstream.failures).toHaveLength(1);
  });

  it("serves catalogue, account and things to try verbs on", async () => {
    const { url } = await open();
    const get = async (path: string, headers = {}): Promise<unknown> =>
      (await fetch(url + path, { headers })).json();
    const key = { authorization: "Bearer k" };
    expect(await get("/models?limit=1")).toMatchObject({
      data: [{ id: "any/model" }],
      total_count: 4,
      links: { next: "/api/v1/models?offset=1" },
    });
    expect(await get("/models/any/model/endpoints")).toMatchObject({
      data: { endpoints: [{ provider_name: "Parlour" }] },
    });
    expect(await get("/model/any/model")).toMatchObject({ data: { id: "any/model" } });
    expect(await get("/models/no/such/endpoints")).toMatchObject({ error: { code: 404 } });
    expect(await get("/key")).toMatchObject({ error: { code: 401 } });
    expect(await get("/key", key)).toMatchObject({ data: { limit_remaining: 7.5 } });
    expect(await get("/credits", key)).toMatchObject({ data: { total_credits: 25 } });
    expect(await get("/generation?id=gen-1", key)).toMatchObject({ error: { code: 404 } });
    expect(await get("/generation?id=gen-1", key)).toMatchObject({ data: { id: "gen-1" } });
    expect(await get("/echo?a=1", key)).toMatchObject({
      method: "GET",
      query: { a: "1" },
      headers: { authorization: "(present)" },
    });
    expect(await get("/nowhere")).toMatchObject({ error: { code: 404 } });
  });

  it("keeps items by POST, PUT, PATCH and DELETE", async () => {
    const { url } = await open();
    const send = async (
      method: string,
      path: string,
      value?: unknown,
    ): Promise<[number, unknown]> => {
      const init = value === undefined ? { method } : { method, body: JSON.stringify(value) };
      const response = await fetch(`${url}/items${path}`, init);
      const text = await response.text();
      return [response.status, text === "" ? "" : JSON.parse(text)];
    };
    expect(await send("POST", "", { name: "lamp" })).toEqual([201, { id: "3", name: "lamp" }]);
    expect(await send("PUT", "/3", { name: "lantern" })).toEqual([
      200,
      { id: "3", name: "lantern" },
    ]);
    expect(await send("PATCH", "/3", { lit: true })).toEqual([
      200,
      { id: "3", name: "lantern", lit: true },
    ]);
    expect(await send("DELETE", "/3")).toEqual([204, ""]);
    expect((await send("GET", "/3"))[0]).toBe(404);
    expect((await send("DELETE", ""))[0]).toBe(405);
  });

  it("ends every connection when it closes, also in the middle of an answer", async () => {
    const upstream = await open({
      scenario: "long-stream",
      settings: { ...fastSettings, token_ms: 5000 },
    });
    const response = await ask(upstream.url, { stream: true });
    const reading = response.text();
    await upstream.close();
    await expect(reading).rejects.toThrow();
    expect(upstream.requests[0]?.left).toBe(true);
    await expect(ask(upstream.url)).rejects.toThrow();
    expect(upstream.failures).toEqual([]);
  });

  it("sends exactly as many chunks as asked for with `instant`", async () => {
    const upstream = await open({ scenario: "instant" });
    const frames = async (headers = {}): Promise<number> =>
      (await (await ask(upstream.url, { stream: true }, headers)).text()).split("data: {").length -
      1;
    expect(await frames()).toBe(fastSettings.chunks);
    expect(await frames({ "x-upstream-chunks": "1000" })).toBe(1000);
  });
});
