import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CommandWorld, type Json } from "./command-world.ts";

const entry = path.join(import.meta.dirname, "source-command.ts");
const bin = path.join(import.meta.dirname, "../bin");
const question = ["ask", "-m", "any/model", "hi"];

interface Started {
  child: ChildProcess;
  /** Standard output so far. */
  output: () => string;
  ended: Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
  }>;
}

/** Starts Node with what a terminal's shell would give it. */
function start(argv: readonly string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, argv, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part) => (stdout += String(part)));
  child.stderr.on("data", (part) => (stderr += String(part)));
  const ended = new Promise<Awaited<Started["ended"]>>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, output: () => stdout, ended };
}

function command(world: CommandWorld, argv: readonly string[], scenario = "ok"): Started {
  const env = { ...world.env, OPENROUTER_BASE_URL: world.upstream.urlOf(scenario) };
  return start(["--conditions=@colloquy/source", entry, ...argv], env);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 25));
}

async function lastAnswer(world: CommandWorld): Promise<Json> {
  return (await world.json(["log", "show"])).messages?.[1];
}

describe("a process of its own", () => {
  it("says nothing on stderr, warnings of the runtime included", async () => {
    await using world = await CommandWorld.start();
    const { stdout, stderr, code } = await command(world, question).ended;
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toMatch(/^Rain drums .*\.\n$/);
  });

  it("killed in the middle of an answer, it leaves the question and the answer so far", async () => {
    await using world = await CommandWorld.start();
    const { child, ended } = command(world, question, "stall");
    await until(async () => Boolean((await lastAnswer(world))?.message.content));
    const streaming = await lastAnswer(world);
    expect(streaming.state).toBe("streaming");
    expect((await world.run(["log", "show"])).stdout).toMatch(/assistant .* \[streaming\]/);
    child.kill("SIGKILL");
    await ended;
    await until(async () => (await lastAnswer(world)).state !== "streaming");
    const { messages } = await world.json(["log", "show"]);
    expect(messages[0].message.content).toBe("hi");
    expect(messages[1]).toMatchObject({
      state: "interrupted",
      message: { content: streaming.message.content },
      answer: { completion: null, error: null },
    });
    await world.run(["-c", "go on"]);
    expect(world.asked.at(-1).messages[1].content).toBe(streaming.message.content);
  });

  it("Ctrl-C stops the answer, keeps what came, and ends with 130", async () => {
    await using world = await CommandWorld.start();
    const { child, output, ended } = command(world, question, "stall");
    await until(() => output() !== "");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted; what came is kept/);
    const answer = await lastAnswer(world);
    expect(answer).toMatchObject({ state: "interrupted", answer: { error: { kind: "aborted" } } });
    expect(`${answer.message.content}\n`).toBe(stdout);
    await until(() => world.upstream.requests.every(({ left, finished }) => left || finished));
  });

  it("ends when nobody reads its answer any more", async () => {
    await using world = await CommandWorld.start();
    const { child, output, ended } = command(world, question, "slow-drip");
    await until(() => output() !== "");
    child.stdout?.destroy();
    await ended;
    expect((await lastAnswer(world)).state).toBe("interrupted");
  });
});

describe("the command's bin", () => {
  it("tells its version without its bundle, and how to build what is missing", async () => {
    await using world = await CommandWorld.start();
    const folder = world.at("colloquy");
    mkdirSync(folder);
    cpSync(bin, path.join(folder, "bin"), { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{"type": "module", "version": "1.2.3"}');
    const file = path.join(folder, "bin/colloquy.mjs");
    for (const word of ["--version", "-V", "version"])
      expect(await start([file, word], {}).ended).toMatchObject({
        code: 0,
        stdout: "colloquy 1.2.3\n",
        stderr: "",
      });
    const missing = await start([file, "hi"], {}).ended;
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toMatch(/not built yet.*npm run build/);
  });

  it("becomes the pinned Node when the running one is too old", async () => {
    await using world = await CommandWorld.start();
    const old = 'Object.defineProperty(process, "versions", { value: { node: "20.1.0" } })';
    const file = path.join(bin, "colloquy.mjs");
    // The pinned Node is not made old, so that it goes on to the bundle, or says that it is missing.
    const { stdout, stderr } = await start(
      ["--import", `data:text/javascript,${encodeURIComponent(old)}`, file, "--help"],
      {},
    ).ended;
    expect(stdout || stderr).toMatch(/Usage: colloquy|not built yet/);
    const alone = path.join(world.at("alone"), "colloquy.mjs");
    mkdirSync(path.dirname(alone));
    for (const name of ["colloquy.mjs", "pinned-node.mjs"])
      cpSync(path.join(bin, name), path.join(path.dirname(alone), name));
    const none = await start(
      ["--import", `data:text/javascript,${encodeURIComponent(old)}`, alone, "hi"],
      {},
    ).ended;
    expect(none).toMatchObject({ code: 1 });
    expect(none.stderr).toMatch(/Node 24 is needed/);
  });
});

describe("a home that cannot be used", () => {
  it("is a clear error, and nobody is asked", async () => {
    await using world = await CommandWorld.start();
    writeFileSync(world.at("file"), "");
    const ran = await world.ask(["hi"], {
      env: { COLLOQUY_HOME: path.join(world.at("file"), "home") },
    });
    expect(ran).toMatchObject({ exit_code: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^error: .*\n {2}\S/);
    expect(world.asked).toEqual([]);
  });
});
