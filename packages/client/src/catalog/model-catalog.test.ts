import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ColloquyError } from "@colloquy/core";
import { startUpstream } from "@colloquy/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HttpClient } from "../http/http-client.ts";
import { createModelCatalog } from "./create-model-catalog.ts";
import { readModels } from "./read-models.ts";

const HOUR = 3_600_000;
const closers: (() => unknown)[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "colloquy-catalog-"));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(folder, { recursive: true, force: true });
});

/** A server whose model list is what the test sets. */
async function modelServer(body: unknown) {
  const state = { body, calls: 0, up: true };
  const server = createServer((_message, response) => {
    state.calls += 1;
    if (state.up) response.end(JSON.stringify(state.body));
    else response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  return { state, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

function catalogOf(baseUrl: string, { now = (): number => 0, keep = true } = {}) {
  const http = new HttpClient({ baseUrl, environment: {} });
  closers.unshift(() => http.dispose());
  return createModelCatalog({ http, baseUrl, now, ...(keep ? { cacheFolder: folder } : {}) });
}

const twoModels = {
  data: [{ name: "A", id: "maker/a", context_length: 8192 }, { id: "maker/a:free" }],
};

describe("a model catalog", () => {
  it("lists what OpenRouter's kind of server has, prices as they are", async () => {
    const upstream = await startUpstream();
    closers.push(() => upstream.close());
    const models = await catalogOf(upstream.url).list();
    expect(models.length).toBeGreaterThan(1);
    const [first] = models;
    expect(typeof first?.model.pricing?.prompt).toBe("string");
    expect(await catalogOf(upstream.url).get(first?.model.id ?? "")).toEqual(first);
  });

  it("keeps the list with its date, and asks again when it is too old or told to", async () => {
    const { state, baseUrl } = await modelServer(twoModels);
    const kept = { model: twoModels.data[0], fetched_at: "1970-01-01T00:00:00.000Z" };
    expect(await catalogOf(baseUrl).get("maker/a")).toEqual(kept);
    expect(await catalogOf(baseUrl, { now: () => 23 * HOUR }).get("maker/a")).toEqual(kept);
    expect(await catalogOf(baseUrl, { now: () => 23 * HOUR }).list()).toHaveLength(2);
    expect(state.calls).toBe(1);
    const older = await catalogOf(baseUrl, { now: () => 25 * HOUR }).get("maker/a");
    expect(older?.fetched_at).toBe("1970-01-02T01:00:00.000Z");
    await catalogOf(baseUrl, { now: () => 25 * HOUR }).list({ refresh: true });
    expect(state.calls).toBe(3);
  });

  it("uses an old list when the server is away, and says how old by its date", async () => {
    const { state, baseUrl } = await modelServer(twoModels);
    await catalogOf(baseUrl).list();
    state.up = false;
    const later = catalogOf(baseUrl, { now: () => 100 * HOUR });
    expect((await later.list())[0]?.fetched_at).toBe("1970-01-01T00:00:00.000Z");
    expect((await later.get("maker/a:free"))?.model.id).toBe("maker/a:free");
    await expect(later.list({ refresh: true })).rejects.toThrow(ColloquyError);
    await rm(folder, { recursive: true });
    await expect(catalogOf(baseUrl).list()).rejects.toThrow(ColloquyError);
  });

  it("does not know what is not there, but looks again for a model that may be new", async () => {
    const { state, baseUrl } = await modelServer(twoModels);
    expect(await catalogOf(baseUrl).get("maker/b")).toBeUndefined();
    expect(state.calls).toBe(1);
    expect(await catalogOf(baseUrl, { now: () => HOUR / 2 }).get("maker/b")).toBeUndefined();
    expect(state.calls).toBe(1);
    state.body = { data: [{ id: "maker/b" }] };
    expect((await catalogOf(baseUrl, { now: () => 2 * HOUR }).get("maker/b"))?.model.id).toBe(
      "maker/b",
    );
  });

  it("takes a damaged list, or another server's, for none", async () => {
    const { state, baseUrl } = await modelServer(twoModels);
    await catalogOf(baseUrl).list();
    const [file = ""] = await readdir(folder);
    for (const text of [
      "",
      "{",
      "{}\n",
      (await readFile(join(folder, file), "utf8")).replace("/v1", "/v2"),
    ]) {
      await writeFile(join(folder, file), text);
      expect((await catalogOf(baseUrl).get("maker/a"))?.model.name).toBe("A");
    }
    expect(state.calls).toBe(5);
  });

  it("works without a folder, and with one that cannot be written", async () => {
    const { state, baseUrl } = await modelServer(twoModels);
    const catalog = catalogOf(baseUrl, { keep: false });
    await catalog.list();
    await catalog.list();
    expect(state.calls).toBe(1);
    await writeFile(join(folder, "in-the-way"), "");
    const http = new HttpClient({ baseUrl, environment: {} });
    closers.unshift(() => http.dispose());
    const blocked = createModelCatalog({ http, baseUrl, cacheFolder: join(folder, "in-the-way") });
    expect(await blocked.list()).toHaveLength(2);
  });

  it("says so when the answer is no list", async () => {
    const { baseUrl } = await modelServer({ error: "what?" });
    await expect(catalogOf(baseUrl).list()).rejects.toThrow("no list of models");
  });
});

describe("readModels", () => {
  it.each([
    [
      "OpenAI's",
      { object: "list", data: [{ id: "gpt", object: "model", owned_by: "x" }] },
      ["gpt"],
    ],
    ["Ollama's own", { models: [{ name: "llama:7b", model: "llama:7b" }] }, ["llama:7b"]],
    ["a bare list", [{ id: "a" }, "b", null, {}, { id: "" }], ["a", "b"]],
    ["an empty one", { data: [] }, []],
  ])("reads %s list", (_name, body, ids) => {
    expect(readModels(body)?.map((model) => model.id)).toEqual(ids);
  });

  it("knows what is no list", () => {
    for (const body of [null, {}, "text", { data: "x" }]) expect(readModels(body)).toBeUndefined();
  });
});
