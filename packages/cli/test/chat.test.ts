import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CommandWorld, type Json } from "./command-world.ts";

/** Runs a chat that reads these lines. */
function chat(world: CommandWorld, lines: string[], argv: string[] = []) {
  return world.run(["run", "any/model", ...argv], { stdin: lines.join("\n") });
}

function texts(body: Json): string[] {
  return body.messages.map(({ content }: Json) => content);
}

const answer = "Rain drums on the roof while the kettle hums.";

describe("chat in a pipe", () => {
  it("answers standard input as one message", async () => {
    await using world = await CommandWorld.start();
    const ran = await chat(world, ["one", "two", ""]);
    expect(ran).toMatchObject({ exit_code: 0, stdout: `${answer}\n` });
    expect(world.asked.map(texts)).toEqual([["one\ntwo"]]);
    expect((await chat(world, [""])).exit_code).toBe(0);
    expect(world.asked).toHaveLength(1);
  });

  it("is a script when it holds commands: settings go along from turn to turn", async () => {
    await using world = await CommandWorld.start();
    await chat(world, [
      "/system Be brief.",
      "/preset code",
      "one",
      "/set temperature 0",
      "/unset max_tokens",
      '"""',
      "two",
      "lines",
      '"""',
      "/bye",
      "never asked",
    ]);
    expect(world.asked).toHaveLength(2);
    expect(world.asked[0]).toMatchObject({ temperature: 0.2, max_tokens: 500 });
    expect(world.asked[1]).toMatchObject({ temperature: 0 });
    expect(world.asked[1]).not.toHaveProperty("max_tokens");
    expect(texts(world.asked[1])).toEqual(["Be brief.", "one", answer, "two\nlines"]);
  });

  it("/retry, /edit, /undo and /branch move in the tree and lose nothing", async () => {
    await using world = await CommandWorld.start();
    await chat(world, ["one", "/retry", "/edit uno", "two", "/undo", "three", "/branch"]);
    expect(world.asked.map(texts)).toEqual([
      ["one"],
      ["one"],
      ["uno"],
      ["uno", answer, "two"],
      ["uno", answer, "three"],
    ]);
    const { messages } = await world.json(["log", "show", "--all"]);
    expect(messages).toHaveLength(9);
    const { branches } = await world.json(["log", "branch"]);
    expect(branches).toHaveLength(4);
  });

  it("/pin and /unpin mark a message; /context shows what the next turn sends", async () => {
    await using world = await CommandWorld.start();
    const fill = "We walked along the harbour until the lamps came on. ".repeat(6);
    const lines = ["Always answer in French.", "/pin", fill, fill, "/context hi", "/unpin"];
    const ran = await chat(world, lines, ["--budget", "200", "--policy", "block"]);
    expect(ran.stderr).toMatch(/“Always answer in French\.” is always sent/);
    expect(ran.stderr).toMatch(/pinned +1 message/);
    const [first] = texts(world.asked.at(-1));
    expect(first).toBe("Always answer in French.");
    expect((await world.json(["context", "pin"])).marks).toHaveLength(1);
    const [{ id }] = (await world.json(["log", "show"])).messages;
    await chat(world, [`/unpin ${id}`, "hi"], ["-c"]);
    expect((await world.json(["context", "pin"])).marks).toEqual([]);
  });

  it("/continue writes on the answer that was cut", async () => {
    await using world = await CommandWorld.start("finish-length");
    await chat(world, ["one", "/continue"]);
    const [, begun] = texts(world.asked[1]);
    expect(world.asked[1].messages.at(-1).role).toBe("assistant");
    const { messages } = await world.json(["log", "show"]);
    expect(messages).toHaveLength(2);
    expect(messages[1].message.content).toBe(`${begun}${begun}`);
    const sent = await world.run(["log", "show", "--request"]);
    expect(JSON.parse(sent.stdout).messages).toEqual(world.asked[1].messages);
  });

  it("/model, /cost, /context, /save and /help tell and do what they say", async () => {
    await using world = await CommandWorld.start();
    const file = world.at("talk.md");
    const ran = await chat(world, [
      "/model other/model",
      "one",
      "/cost",
      "/context",
      `/save ${file}`,
      "/save talk.json",
      "/help",
    ]);
    expect(ran.exit_code).toBe(0);
    expect(world.asked[0].model).toBe("other/model");
    expect(ran.stderr).toMatch(/1 answer · \d+ tokens in \(0 cached\) · 10 out · \$0\.0000/);
    expect(ran.stderr).toMatch(/2 messages, .*\d+ tokens/);
    expect(ran.stderr).toMatch(/\/retry +ask the last message again/);
    expect(readFileSync(file, "utf8")).toMatch(/^# one\n/);
    expect(existsSync(world.at("talk.json"))).toBe(true);
    const again = await chat(world, [`/save ${file}`], ["-c"]);
    expect(again).toMatchObject({ exit_code: 2 });
    expect(again.stderr).toMatch(/is there already/);
  });

  it("ends a script at what goes wrong, with its status", async () => {
    await using world = await CommandWorld.start("401");
    const failed = await chat(world, ["/set seed 0", "one", "two"]);
    expect(failed).toMatchObject({ exit_code: 1 });
    expect(world.asked).toHaveLength(1);
    const refused = await chat(world, ["/set temprature 1", "one"]);
    expect(refused).toMatchObject({ exit_code: 2 });
    expect(refused.stderr).toMatch(/did you mean temperature\?/);
    expect((await chat(world, ["/retyr", "/bye"])).stderr).toMatch(/did you mean \/retry\?/);
  });

  it("brings its settings again after a failed turn, and keeps nothing with --no-log", async () => {
    await using world = await CommandWorld.start();
    const env = { OPENROUTER_BASE_URL: world.upstream.urlOf("429-daily") };
    await world.run(["run", "any/model"], { stdin: "/set seed 3\none", env });
    await world.run(["chat", "-c"], { stdin: "/set top_p 0.5\ntwo" });
    expect(world.asked.at(-1)).toMatchObject({ seed: 3, top_p: 0.5, model: "any/model" });
    await chat(world, ["one", "/retry", "/undo", "two"], ["--no-log"]);
    expect(texts(world.asked.at(-1))).toEqual(["two"]);
    expect((await world.json(["log", "list"])).conversations).toHaveLength(1);
  });
});

describe("chat on a terminal", () => {
  it("prompts, answers, shows one line of status, and leaves at Ctrl-D", async () => {
    await using world = await CommandWorld.start();
    const chat = world.type(["run", "any/model"]);
    await chat.sees("colloquy · any/model · /help");
    await chat.sees("› ");
    chat.enter("hello\r");
    await chat.sees("any/model (Parlour) · ");
    await chat.sees("› ");
    chat.enter("\u0004");
    expect(await chat.ended).toBe(0);
    expect(chat.shown()).toBe(`${answer}\n`);
    expect(world.asked.map(texts)).toEqual([["hello"]]);
  });

  it("suggests to pin a standing instruction, and says what a turn may cost before it is sent", async () => {
    await using world = await CommandWorld.start();
    const chat = world.type(["run", "any/model"]);
    await chat.sees("› ");
    chat.enter("From now on always answer in French.\r");
    await chat.sees("reads like a standing instruction: /pin");
    await chat.sees("tokens go out · $0.");
    await chat.sees("· stop");
    chat.enter("\u0004");
    expect(await chat.ended).toBe(0);
    expect((await world.json(["context", "pin"])).marks).toEqual([]);
  });

  it("takes a paste of several lines as one message, and quotes over several lines", async () => {
    await using world = await CommandWorld.start();
    const chat = world.type(["run", "any/model"]);
    await chat.sees("› ");
    chat.enter("one\rtwo\r");
    await chat.sees("· stop");
    await chat.sees("› ");
    chat.enter('"""\r');
    await chat.sees("… ");
    chat.enter("three\r");
    await chat.sees("… ");
    chat.enter('four"""\r');
    await chat.sees("· stop");
    chat.enter("/bye\r");
    expect(await chat.ended).toBe(0);
    expect(world.asked.map((body) => texts(body).at(-1))).toEqual(["one\ntwo", "three\nfour"]);
  });

  it("keeps a marked paste on the line until Enter, and puts several lines there to be edited", async () => {
    await using world = await CommandWorld.start();
    const chat = world.type(["run", "any/model"]);
    await chat.sees("\u001b[?2004h");
    await chat.sees("› ");
    chat.enter("so: \u001b[200~one\ntwo\u0003\n\u001b[201~");
    await chat.sees("so: one␊two␊");
    expect(world.asked).toEqual([]);
    chat.enter("\r");
    await chat.sees("· stop");
    chat.enter("/edit\r");
    await chat.sees("so: one␊two");
    chat.enter(" three\r");
    await chat.sees("· stop");
    chat.enter("/bye\r");
    expect(await chat.ended).toBe(0);
    expect(chat.said().endsWith("\u001b[?2004l")).toBe(true);
    expect(world.asked.map(texts)).toEqual([["so: one\ntwo"], ["so: one\ntwo three"]]);
  });

  it("run MODEL with a question gives its answer alone", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.run(["run", "any/model", "hello", "there"]);
    expect(ran).toEqual({ exit_code: 0, stdout: `${answer}\n`, stderr: "" });
    expect(world.asked).toMatchObject([
      { model: "any/model", messages: [{ content: "hello there" }] },
    ]);
  });

  it("/set takes anything in a chat that was opened with --force", async () => {
    await using world = await CommandWorld.start();
    const stdin = "/set warmth 3\nhello\n";
    expect((await world.run(["chat", "-m", "any/model"], { stdin })).exit_code).toBe(2);
    await world.run(["chat", "-m", "any/model", "--force"], { stdin });
    expect(world.asked).toMatchObject([{ warmth: 3 }]);
  });

  it("Ctrl-C stops an answer and not the chat; twice on an empty line it leaves", async () => {
    await using world = await CommandWorld.start("stall");
    const chat = world.type(["run", "any/model"]);
    await chat.sees("› ");
    chat.enter("hello\r");
    while (chat.shown() === "") await new Promise((resolve) => setTimeout(resolve, 5));
    chat.enter("\u0003");
    await chat.sees("interrupted; what came is kept; /continue writes on");
    await chat.sees("› ");
    chat.enter("half a line\u0003");
    await chat.sees("› ");
    chat.enter("\u0003");
    await chat.sees("Ctrl-C again, Ctrl-D or /bye leaves\n");
    chat.enter("\u0003");
    expect(await chat.ended).toBe(0);
    expect(world.asked).toHaveLength(1);
    expect((await world.json(["log", "show"])).messages[1].state).toBe("interrupted");
  });

  it("/edit puts the last message on the line; an empty line gives it up", async () => {
    await using world = await CommandWorld.start();
    const chat = world.type(["run", "any/model"]);
    await chat.sees("› ");
    chat.enter("hello\r");
    await chat.sees("· stop");
    chat.enter("/edit\r");
    await chat.sees("edit › ");
    await chat.sees("hello");
    chat.enter(" there\r");
    await chat.sees("· stop");
    chat.enter("/edit\r");
    await chat.sees("edit › ");
    await chat.sees("hello there");
    chat.enter("\u0015\r");
    await chat.sees("› ");
    chat.enter("/undo\r");
    await chat.sees("back to the beginning");
    chat.enter("/bye\r");
    await chat.ended;
    expect(world.asked.map(texts)).toEqual([["hello"], ["hello there"]]);
  });

  it("goes on after a refusal, and completes commands", async () => {
    await using world = await CommandWorld.start();
    const chat = world.type(["run", "any/model"]);
    await chat.sees("› ");
    chat.enter("/set temprature 1\r");
    await chat.sees("did you mean temperature?");
    for (const keys of ["/pre", "\t"]) {
      chat.enter(keys);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await chat.sees("set");
    chat.enter(" code\r");
    await chat.sees("temperature 0.2, max_tokens 500");
    chat.enter("hello\r");
    await chat.sees("· stop");
    chat.enter("/bye\r");
    expect(await chat.ended).toBe(0);
    expect(world.asked[0]).toMatchObject({ temperature: 0.2, max_tokens: 500 });
  });
});
