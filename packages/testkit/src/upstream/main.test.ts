import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scenarios } from "./scenarios/all-scenarios.ts";
import { startUpstreamProcess } from "./upstream-process.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const command = ["--conditions=@colloquy/source", main, ...args];
    execFile(process.execPath, command, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

describe("npm run upstream", () => {
  it("lists every scenario with its summary", async () => {
    const { code, out } = await run("--list");
    expect(code).toBe(0);
    for (const { name, summary } of scenarios) {
      expect(out).toContain(`  ${name} `);
      expect(out).toContain(summary);
    }
    const { out: json } = await run("--list", "--json");
    expect(JSON.parse(json)).toHaveLength(scenarios.length);
  });

  it("names the nearest scenario for one that is not there, and says what is wrong with a number", async () => {
    expect(await run("venise")).toMatchObject({
      code: 2,
      err: expect.stringContaining('"venice"'),
    });
    expect(await run("ok", "--port", "many")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--port many"),
    });
    expect(await run("--prot", "1")).toMatchObject({
      code: 2,
      err: expect.stringContaining("usage"),
    });
  });

  it("describes one: what it does and what a client should make of it", async () => {
    const { out } = await run("429-daily", "--describe");
    expect(JSON.parse(out)).toMatchObject({
      name: "429-daily",
      expect: { whole: { requests: 1 } },
    });
  });

  it("serves in a process of its own until told to stop", async () => {
    const upstream = await startUpstreamProcess({ scenario: "instant", chunks: 7 });
    const body = JSON.stringify({ model: "any/model", stream: true, messages: [] });
    const reply = await fetch(`${upstream.url}/chat/completions`, { method: "POST", body });
    expect((await reply.text()).split("data: {")).toHaveLength(8);
    await upstream.close();
    await expect(fetch(`${upstream.url}/models`)).rejects.toThrow();
  });
});
