import { readFileSync, writeFileSync } from "node:fs";
import { veniceReply } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";
import { CommandWorld, type Json } from "./command-world.ts";

/** Two turns on any/model, and what `log show --json` says of them. */
async function twoTurns(world: CommandWorld): Promise<Json> {
  await world.ask(["-o", "seed", "7", "What is the capital of France?"]);
  await world.run(["-c", "And of Italy?"]);
  return world.json(["log", "show"]);
}

describe("-c and --conversation", () => {
  it("go on with the last conversation, or the one named by id, its beginning or title", async () => {
    await using world = await CommandWorld.start();
    await twoTurns(world);
    const { conversation } = await world.json(["log", "show"]);
    await world.ask(["another"]);
    for (const name of [conversation.id, conversation.id.slice(0, 18), conversation.title])
      await world.run(["--conversation", name, "more"]);
    expect((await world.json(["log", "show", conversation.id])).messages).toHaveLength(10);
    expect(world.asked.at(-1).messages).toHaveLength(9);
  });

  it("is the conversation of this terminal, even when another was used later", async () => {
    await using world = await CommandWorld.start();
    const [here, there] = [{ TERM_SESSION_ID: "here" }, { TERM_SESSION_ID: "there" }];
    await world.ask(["here first"], { env: here });
    await world.ask(["there later"], { env: there });
    const { stderr } = await world.run(["-c", "go on"], { env: here });
    expect(stderr).toMatch(/going on with “here first”/);
    const elsewhere = await world.run(["-c", "go on"], { env: { TERM_SESSION_ID: "new" } });
    expect(elsewhere.stderr).toMatch(/going on with “here first”/);
  });
});

describe("log", () => {
  it("names its commands to a word that is none", async () => {
    await using world = await CommandWorld.start();
    for (const argv of [
      ["log", "nope"],
      ["presets", "everything"],
      ["config", "model"],
    ]) {
      const ran = await world.run([...argv, "--json"]);
      expect(ran.exit_code).toBe(2);
      expect(JSON.parse(ran.stdout).error.message).toBe(`there is no such command of ${argv[0]}`);
      expect(ran.stderr).toMatch(/\nThere are list, /);
    }
    expect((await world.run(["models", "mistral"])).exit_code).toBe(0);
  });
});

describe("log show", () => {
  it("takes a message's id too: the path to it", async () => {
    await using world = await CommandWorld.start();
    const { messages } = await twoTurns(world);
    const shown = await world.json(["log", "show", messages[1].id]);
    expect(shown.messages).toEqual(messages.slice(0, 2));
  });

  it("shows the path, and --json everything that is known of it", async () => {
    await using world = await CommandWorld.start();
    const { conversation, messages } = await twoTurns(world);
    expect(conversation.title).toBe("What is the capital of France?");
    expect(messages.map(({ message }: Json) => message.role)).toEqual([
      "user",
      "assistant",
      "user",
      "assistant",
    ]);
    expect(messages[3]).toMatchObject({
      state: "complete",
      answer: { model: "any/model", parameters: { seed: 7 }, completion: { provider: "Parlour" } },
    });
    const { stdout } = await world.run(["log", "show"]);
    expect(stdout).toMatch(/user .*\nAnd of Italy\?\n/);
    expect(stdout).toMatch(/any\/model · seed 7 · \d+ in \/ 10 out · stop/);
    expect(stdout).not.toContain("\u001b");
  });

  it("--request shows exactly what was sent", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["-s", "Be brief.", "-t", "code", "one"]);
    await world.run(["-c", "two"]);
    const shown = await world.run(["log", "show", "--request"]);
    expect(JSON.parse(shown.stdout)).toEqual(world.asked[1]);
    const bytes = await world.run(["log", "show", "--request", "--json"]);
    expect(bytes.stdout).toBe(`${world.upstream.requests.at(-1)?.body}\n`);
  });

  it("keeps a failed turn and a broken answer apart, each with its error", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["hi"], { env: { OPENROUTER_BASE_URL: world.upstream.urlOf("402-credits") } });
    await world.run(["-c", "hi again"], {
      env: { OPENROUTER_BASE_URL: world.upstream.urlOf("error-mid-stream") },
    });
    const { messages } = await world.json(["log", "show", "--all"]);
    expect(messages.map(({ state }: Json) => state)).toEqual([
      "complete",
      "failed",
      "complete",
      "interrupted",
    ]);
    expect(messages[2].parent_id).toBe(null);
    expect(messages[1].answer.error.status).toBe(402);
    expect(messages[3].message.content).toBe("Rain drums on the roof");
  });

  it("a reply with blank lines before its JSON is read, shown, stored and found again", async () => {
    await using world = await CommandWorld.start("venice");
    const reply: Json = veniceReply;
    const ran = await world.json(["-m", "any/model", "--no-stream", "hi"]);
    expect(ran).toMatchObject({
      state: "complete",
      provider: "Venice",
      usage: { prompt_tokens: 346, completion_tokens: 18, total_tokens: 364 },
      choices: [{ message: { refusal: null, reasoning: null } }],
    });
    const text = ran.choices[0].message.content;
    expect(text).toBe(reply.choices[0].message.content);
    const word = /\p{L}{5,}/u.exec(text)?.[0] ?? "";
    const { hits } = await world.json(["log", "search", word]);
    expect(hits.map(({ message_id }: Json) => message_id)).toEqual([ran.message_id]);
  });
});

describe("log list, search, rename", () => {
  it("list the last first, find by words, give another title", async () => {
    await using world = await CommandWorld.start();
    await twoTurns(world);
    await world.ask(["Something else"]);
    const { conversations } = await world.json(["log", "list"]);
    expect(conversations.map(({ title }: Json) => title)).toEqual([
      "Something else",
      "What is the capital of France?",
    ]);
    expect((await world.json(["logs", "list", "-n", "1"])).conversations).toHaveLength(1);
    const { hits } = await world.json(["log", "search", "capital", "fr"]);
    expect(hits[0]).toMatchObject({ conversation_id: conversations[1].id });
    expect((await world.run(["log", "search", "nowhere"])).stderr).toBe("nothing found\n");
    await world.run(["log", "rename", conversations[1].id, "Capitals", "of Europe"]);
    expect((await world.run(["log"])).stdout).toMatch(/Capitals of Europe\n/);
  });
});

describe("log branch", () => {
  it("lists branches and goes on from another message", async () => {
    await using world = await CommandWorld.start();
    const { conversation, messages } = await twoTurns(world);
    await world.run(["log", "branch", messages[1].id]);
    await world.run(["-c", "And of Spain?"]);
    const sent = world.asked.at(-1).messages.map(({ content }: Json) => content);
    expect(sent).toEqual([
      "What is the capital of France?",
      messages[1].message.content,
      "And of Spain?",
    ]);
    const { branches } = await world.json(["log", "branch"]);
    expect(branches.map(({ head }: Json) => head)).toEqual([false, true]);
    await world.run(["log", "branch", messages[2].id]);
    const shown = await world.json(["log", "show", conversation.id]);
    expect(shown.conversation.head_id).toBe(messages[3].id);
  });
});

describe("log export and import", () => {
  it("into an empty home give an identical export, and twice add nothing", async () => {
    await using world = await CommandWorld.start();
    await using other = await CommandWorld.start();
    const { messages } = await twoTurns(world);
    await world.run(["log", "branch", messages[1].id]);
    await world.run(["-c", "And of Spain?"]);
    await world.ask(["hi"], {
      env: { OPENROUTER_BASE_URL: world.upstream.urlOf("error-mid-stream") },
    });
    const { stdout } = await world.run(["log", "export"]);
    writeFileSync(other.at("all.json"), stdout);
    const first = await other.json(["log", "import", "all.json"]);
    expect(first).toEqual({ conversations: 2, messages: 8, unchanged: 0, conflicts: [] });
    expect((await other.run(["log", "export"])).stdout).toBe(stdout);
    const again = await other.json(["log", "import", "-"], { stdin: stdout });
    expect(again).toMatchObject({ conversations: 0, messages: 0, conflicts: [] });
    await other.run(["-c", "--no-log", "-m", "any/model", "go on"]);
    expect((await other.json(["log", "search", "Italy"])).hits.length).toBeGreaterThan(0);
  });

  it("write into a file, and take --json for what it is anyway", async () => {
    await using world = await CommandWorld.start();
    await world.run(["-m", "any/model", "hello"]);
    const { stdout } = await world.run(["log", "export", "--json"]);
    expect((await world.run(["log", "export"])).stdout).toBe(stdout);
    const written = await world.run(["log", "export", "-O", "all.json"]);
    expect(written).toMatchObject({ stdout: "", stderr: "1 conversation in all.json\n" });
    expect(readFileSync(world.at("all.json"), "utf8")).toBe(stdout);
  });

  it("name ten of many conflicts, and how to see them all", async () => {
    await using world = await CommandWorld.start();
    await world.run(["-m", "any/model", "hello"]);
    for (let turn = 0; turn < 11; turn++) await world.run(["-c", "hello"]);
    const { stdout } = await world.run(["log", "export"]);
    const stdin = stdout.replaceAll('"hello"', '"hallo"');
    const { stderr } = await world.run(["log", "import", "-"], { stdin });
    expect(stderr.match(/refused: /g)).toHaveLength(10);
    expect(stderr).toMatch(/and 2 more refused; --json names them all/);
    const { conflicts } = await world.json(["log", "import", "-"], { stdin });
    expect(conflicts).toHaveLength(12);
  });

  it("refuse other content under the same id, and what is no export", async () => {
    await using world = await CommandWorld.start();
    await twoTurns(world);
    const { stdout } = await world.run(["log", "export"]);
    const changed = stdout.replace("And of Italy?", "And of Malta?");
    const refused = await world.run(["log", "import", "-"], { stdin: changed });
    expect(refused).toMatchObject({ exit_code: 1 });
    expect(refused.stderr).toMatch(/refused: .* is there already with other content/);
    expect((await world.run(["log", "export"])).stdout).toBe(stdout);
    const broken = await world.run(["log", "import", "-"], { stdin: '{"format":\n "x",}' });
    expect(broken.stderr).toMatch(/line 2, column 6/);
    const foreign = await world.run(["log", "import", "-"], { stdin: '{"format": "x"}' });
    expect(foreign).toMatchObject({ exit_code: 2 });
  });

  it("writes Markdown to read", async () => {
    await using world = await CommandWorld.start();
    await twoTurns(world);
    const { stdout } = await world.run(["log", "export", "--markdown"]);
    expect(stdout).toMatch(/^# What is the capital of France\?\n/);
    expect(stdout).toMatch(/## Assistant \(any\/model, seed 7\)\n\nRain drums/);
  });
});

describe("log delete", () => {
  it("erases what is named, only when it is confirmed", async () => {
    await using world = await CommandWorld.start();
    const { conversation } = await twoTurns(world);
    const unsaid = await world.run(["log", "delete", conversation.id]);
    expect(unsaid).toMatchObject({ exit_code: 2 });
    expect(unsaid.stderr).toMatch(/Repeat it with --yes/);
    expect((await world.run(["log", "delete", conversation.id, "--yes"])).exit_code).toBe(0);
    expect(await world.json(["log", "list"])).toEqual({ conversations: [] });
    expect((await world.json(["log", "search", "capital"])).hits).toEqual([]);
    const bytes = readFileSync(`${world.home}/colloquy.db`, "latin1");
    expect(bytes).not.toContain("capital of France");
  });

  it("erases by age", async () => {
    await using world = await CommandWorld.start();
    await twoTurns(world);
    const kept = await world.json(["log", "delete", "--older-than", "90d", "--yes"]);
    expect(kept).toEqual({ deleted: [] });
    const gone = await world.json(["log", "delete", "--older-than", "0h", "--yes"]);
    expect(gone.deleted).toHaveLength(1);
    expect((await world.run(["log", "delete", "--older-than", "soon"])).exit_code).toBe(2);
    expect((await world.run(["log", "delete"])).exit_code).toBe(2);
  });
});
