import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../test/session/session.ts";
import { CommandWorld } from "./command-world.ts";
import { scenarioOf } from "./lab-scenarios.ts";

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterAll(() => session.close());

const asked = (): number => session.upstream.requests.length;

describe("colloquy api", () => {
  it("gets, posts, puts and deletes", async () => {
    const posted = await session.run(`colloquy api POST /items -d '{"name": "lamp"}'`);
    const { id } = JSON.parse(posted.stdout);
    expect(posted.exit_code).toBe(0);
    const put = await session.run(`colloquy api put items/${id} -d '{"name": "lantern"}'`);
    expect(JSON.parse(put.stdout)).toEqual({ id, name: "lantern" });
    expect(JSON.parse((await session.run(`colloquy api GET /items/${id}`)).stdout).name).toBe(
      "lantern",
    );
    expect(
      (await session.run(`colloquy api PATCH /items/${id} -d '{"lit": true}'`)).stdout,
    ).toContain("lit");
    const deleted = await session.run(`colloquy api DELETE /items/${id} -i`);
    expect(deleted.stdout).toMatch(/^HTTP 204 No Content\n/);
    expect((await session.run(`colloquy api GET /items/${id}`)).stderr).toContain("404 Not Found");
  });

  it("sends the body as it was written, with the key, and shows the reply byte for byte", async () => {
    const body = '{"b": 1.0,   "a": [1e3]}';
    await session.run(`colloquy api POST /echo -d '${body}'`);
    const sent = session.upstream.requests.at(-1);
    expect(sent?.body).toBe(body);
    expect(sent?.headers["content-type"]).toBe("application/json");
    expect(sent?.headers.authorization).toMatch(/^Bearer sk-or-/);
    session.write("request.json", body);
    await session.run("colloquy api POST /echo -d @request.json");
    expect(session.upstream.requests.at(-1)?.body).toBe(body);
    await session.run("colloquy api POST /echo -d @-", { stdin: body });
    expect(session.upstream.requests.at(-1)?.body).toBe(body);
    const { stdout } = await session.run("colloquy api GET /scenario/venice");
    expect(stdout.startsWith("\n")).toBe(true);
  });

  it("sends headers of one's own, and data from a pipe", async () => {
    const line = "colloquy api POST /echo -d - -H 'X-Session-Id: a:b' -H x-title:lamp";
    await session.run(line, { stdin: "{}" });
    const sent = session.upstream.requests.at(-1);
    expect(sent).toMatchObject({
      body: "{}",
      headers: { "x-session-id": "a:b", "x-title": "lamp" },
    });
    const before = asked();
    for (const header of ["nothing", "a b: c", "Authorization: Bearer sk-or-v1-0123456789"]) {
      const ran = await session.run(`colloquy api GET /echo -H '${header}'`);
      expect(ran).toMatchObject({ exit_code: 2, stderr: expect.stringMatching(/^error: -H /) });
      expect(ran.stderr).not.toContain("0123456789");
    }
    expect(asked()).toBe(before);
  });

  it("takes a path and no address, and says where it did not go", async () => {
    const whole = await session.run("colloquy api GET https://example.com/v1/models");
    expect(whole).toMatchObject({ exit_code: 2, stderr: expect.stringContaining("whole address") });
    const led = await session.run("colloquy api POST /scenario/redirect-other-host -d '{}'");
    expect(led.stderr).toMatch(/^307 .*\n {2}.* redirects to .*neither the key nor the messages/);
    expect(session.upstream.strangerRequests).toEqual([]);
    expect((await session.run("colloquy api GET /nope")).stderr).toContain("Check the path");
    const policy = await session.run("colloquy api POST /scenario/404-data-policy -d '{}'");
    expect(policy.stderr).toContain("privacy settings");
  });

  it("refuses bad JSON with line and column before anything is sent", async () => {
    const before = asked();
    session.write("bad.json", '{\n  "name": "lamp",\n}\n');
    const { exit_code, stderr } = await session.run("colloquy api POST /items -d @bad.json");
    expect(exit_code).toBe(2);
    expect(stderr).toMatch(/bad\.json, line 3, column 1: expected .*, found '}'/);
    const none = await session.run("colloquy api POST /items -d @none.json --json");
    expect(JSON.parse(none.stdout).error.message).toContain("cannot read none.json");
    expect(asked()).toBe(before);
  });

  it("ends with 1 on a status of 400 or more only when asked to", async () => {
    expect((await session.run("colloquy api GET /items/none")).exit_code).toBe(0);
    const failed = await session.run("colloquy api GET /items/none --fail");
    expect(failed.exit_code).toBe(1);
    expect(failed.stdout).toContain("There is no item none");
    expect(failed.stderr).toContain("colloquy explain 404");
    expect((await session.run("colloquy api GET /items --fail")).exit_code).toBe(0);
  });

  it("writes the body into a file, and never an error over a good one", async () => {
    const file = path.join(session.folder, "items.json");
    const written = await session.run("colloquy api GET /items -O items.json --fail");
    expect(written).toMatchObject({ exit_code: 0, stdout: "" });
    const good = readFileSync(file, "utf8");
    expect(JSON.parse(good).length).toBeGreaterThan(0);
    await session.run("colloquy api GET /items/none -O items.json --fail");
    expect(readFileSync(file, "utf8")).toBe(good);
    const nowhere = await session.run("colloquy api GET /items -O none/items.json");
    expect(nowhere.exit_code).toBe(2);
    expect(existsSync(path.join(session.folder, "none"))).toBe(false);
  });

  it("prints one object with --json, whatever the body is", async () => {
    const json = async (line: string): Promise<Record<string, unknown>> =>
      JSON.parse((await session.run(`${line} --json`)).stdout);
    expect(await json("colloquy api GET /items/2")).toMatchObject({
      ok: true,
      status: 200,
      json: { id: "2" },
    });
    expect(await json("colloquy api GET /items/none")).toMatchObject({ ok: false, status: 404 });
    const page = await json("colloquy api GET /scenario/404-html");
    expect(page["text"]).toContain("<html");
  });

  it("sends nothing that costs without a key, but reads what is anybody's", async () => {
    const key = session.variables.get("OPENROUTER_API_KEY") ?? "";
    const url = session.variables.get("OPENROUTER_BASE_URL") ?? "";
    await session.run("unset OPENROUTER_API_KEY OPENROUTER_BASE_URL");
    const { exit_code, stderr } = await session.run("colloquy api POST /chat/completions -d '{}'");
    expect(exit_code).toBe(1);
    expect(stderr).toContain("no key for openrouter; nothing was sent");
    await session.run(`export OPENROUTER_BASE_URL=${url}`);
    const read = await session.run("colloquy api GET /key -i");
    expect(read.stdout).toContain("HTTP 401 Unauthorized");
    await session.run(`export OPENROUTER_API_KEY=${key}`);
  });

  it("speaks to another server by name", async () => {
    const url = session.upstream.url;
    await session.run(`colloquy servers add practice ${url}`);
    const { stdout } = await session.run("colloquy api GET /echo?word=x --server practice");
    expect(JSON.parse(stdout).query).toEqual({ word: "x" });
    expect(session.upstream.requests.at(-1)?.headers.authorization).toBeUndefined();
    const mistyped = await session.run("colloquy api GET /items --server practise");
    expect(mistyped.stderr).toContain("did you mean practice?");
  });

  it("shows a stream as it comes, and its head first, once", async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const gated = scenarioOf("gated", async (_request, reply) => {
      reply.sse();
      await reply.write("data: one\u001b[31m\n\n");
      await gate;
      reply.end("data: [DONE]\n\n");
    });
    await using world = await CommandWorld.start(gated);
    const body = JSON.stringify({ model: "any/model", messages: [], stream: true });
    const args = ["api", "POST", "/chat/completions", "-i", "-d", body];
    const typed = world.type(args, { OPENROUTER_API_KEY: "sk-or-test" });
    while (!typed.shown().includes("data: one")) await new Promise((done) => setTimeout(done, 5));
    expect(typed.shown()).toMatch(/^HTTP 200 OK\n[^]*\n\ndata: one/);
    expect(typed.shown()).not.toContain("\u001b[31m");
    expect(typed.shown()).not.toContain("[DONE]");
    release();
    expect(await typed.ended).toBe(0);
    expect(typed.shown().match(/HTTP 200/g)).toHaveLength(1);
    expect(typed.shown().match(/data: one/g)).toHaveLength(1);
    expect(typed.shown()).toContain("data: [DONE]");
    const piped = await world.run(args, { env: { OPENROUTER_API_KEY: "sk-or-test" } });
    expect(piped.stdout).toMatch(/\n\ndata: one\u001b\[31m\n\ndata: \[DONE\]\n\n$/);
    const whole = await world.json([...args, "--json"]);
    expect(whole.text).toMatch(/^data: one/);
  });
});
