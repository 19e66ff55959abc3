import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CommandWorld } from "./command-world.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- what commands print is looked into freely here
type Json = any;

const conversationId = "01890000-0000-7000-8000-000000000000";
const messageId = (index: number): string =>
  `01890000-${String(index).padStart(4, "0")}-7000-8000-000000000001`;

/** Two hundred turns about nothing much, and one fact in the third. */
function longTalk(): Json {
  const topics = ["the garden", "bread", "a bicycle", "the choir", "a tax form", "swimming"];
  const messages = Array.from({ length: 400 }, (_, index): Json => {
    const turn = index >> 1;
    const at = new Date(Date.UTC(2026, 4, 8, 9, index * 7)).toISOString();
    const user = index % 2 === 0;
    const topic = topics[turn % topics.length];
    const planted = "My locker at the harbour has the code 7-4-1-9 and is painted orange.";
    const said = turn === 2 ? planted : `Let us talk about ${topic}, number ${turn}.`;
    return {
      id: messageId(index),
      conversation_id: conversationId,
      parent_id: index === 0 ? null : messageId(index - 1),
      created_at: at,
      message: {
        role: user ? "user" : "assistant",
        content: user
          ? said
          : `There is much to say about ${topic}. One step at a time. `.repeat(3),
      },
      state: "complete",
      answer: user ? null : answer(at),
    };
  });
  const created_at = messages[0].created_at;
  return {
    format: "colloquy-conversations",
    version: 1,
    conversations: [
      {
        conversation: {
          id: conversationId,
          title: "long talk",
          created_at,
          updated_at: messages.at(-1).created_at,
          head_id: messageId(399),
        },
        messages,
      },
    ],
  };
}

function answer(at: string): Json {
  return {
    model: "any/model",
    system: null,
    parameters: {},
    plan: null,
    completion: null,
    usage: null,
    cost_usd: null,
    timing: { started_at: at, first_token_ms: 1, total_ms: 2 },
    error: null,
    heartbeat_at: at,
  };
}

async function worldWithLongTalk(scenario?: string): Promise<CommandWorld> {
  const world = await CommandWorld.start(scenario);
  const file = world.at("talk.json");
  writeFileSync(file, JSON.stringify(longTalk()));
  expect(await world.run(["log", "import", file])).toMatchObject({ exit_code: 0 });
  return world;
}

const on = ["--conversation", "long talk", "--budget", "4000"];
const question = "What is the code of my locker?";

describe("context plan", () => {
  it("brings a fact of turn 3 back for a question about it, names the turn and why; recent does not", async () => {
    await using world = await worldWithLongTalk();
    const planned = await world.json(["context", "plan", ...on, question]);
    const view: Json[] = planned.messages;
    const found = view.find(({ id }) => id === messageId(4));
    expect(found).toMatchObject({ state: "recalled", reason: expect.stringMatching(/locker/) });
    const { stdout } = await world.run(["context", "plan", ...on, question]);
    expect(stdout).toMatch(/turn 3 .*My locker.*locker/);
    expect(stdout).toMatch(
      /full +refused: the whole conversation takes \d+ tokens; the budget is 4000/,
    );
    const recent = await world.json(["context", "plan", ...on, "--policy", "recent", question]);
    expect(recent.messages.find(({ id }: Json) => id === messageId(4)).state).toBe("dropped");
    expect(world.asked).toEqual([]);
  });

  it("recalls nothing for thanks, and every plan's parts sum to its total", async () => {
    await using world = await worldWithLongTalk();
    const planned = await world.json(["context", "plan", ...on, "thanks!"]);
    expect(planned.messages.filter(({ state }: Json) => state === "recalled")).toEqual([]);
    for (const { plan } of planned.policies) {
      if (plan?.type !== "send") continue;
      const { total, ...parts } = plan.tokens;
      expect(Object.values(parts).reduce((sum: number, part) => sum + Number(part), 0)).toBe(total);
      expect(total).toBeLessThanOrEqual(4000);
    }
  });

  it("what was shown is what is sent, and can be rebuilt to the byte", async () => {
    await using world = await worldWithLongTalk();
    const dry = await world.json([...on, "--dry-run", question]);
    expect(world.asked).toEqual([]);
    await world.ask([...on, question]);
    const [sent] = world.asked;
    expect(sent.messages).toEqual(dry.request.messages);
    expect(sent.messages.at(-1).content).toMatch(/\[turn 3, 2026-05-08, user\] My locker/);
    const again = await world.run(["log", "show", "--request"]);
    expect(again).toMatchObject({
      exit_code: 0,
      stderr: expect.stringMatching(/SHA-256 .* agrees/),
    });
    expect(JSON.parse(again.stdout).messages).toEqual(sent.messages);
    const { messages } = await world.json(["log", "show"]);
    expect(messages.at(-2).message.content).toBe(question);
  });
});

describe("log search --similar", () => {
  it("finds by what recall finds by, in one conversation", async () => {
    await using world = await worldWithLongTalk();
    const found = await world.json([
      "log",
      "search",
      "--similar",
      "--conversation",
      "long talk",
      "locker codes",
    ]);
    expect(found.hits[0]).toMatchObject({ message_id: messageId(4), role: "user" });
    const none = await world.json([
      "log",
      "search",
      "--similar",
      "--conversation",
      "long talk",
      "zeppelin",
    ]);
    expect(none.hits).toEqual([]);
  });
});

describe("marks", () => {
  it("a pin is always sent, an exclusion never; both can be taken back", async () => {
    await using world = await worldWithLongTalk();
    const plan = async () => (await world.json(["context", "plan", ...on, "thanks!"])).messages;
    const before = await plan();
    await world.run(["context", "pin", messageId(4)]);
    expect((await plan())[4].state).toBe("pinned");
    await world.run(["context", "unpin", messageId(4)]);
    await world.run(["context", "exclude", messageId(398)]);
    expect((await plan())[398].state).toBe("excluded");
    await world.run(["context", "include", messageId(398)]);
    expect(await plan()).toEqual(before);
  });
});

describe("summary", () => {
  it("is written by the model at a cut, can be rewritten and undone; the originals stay", async () => {
    await using world = await worldWithLongTalk();
    await world.ask([...on, "--policy", "summary", "And now?"]);
    const { summaries } = await world.json(["context", "summary"]);
    expect(summaries.length).toBeGreaterThan(1);
    expect(world.asked.at(-1).messages[0].content).toContain(summaries.at(-1).text);
    await world.run(["context", "summary", "--write", "They spoke of gardens."]);
    await world.ask([...on, "--policy", "summary", "And then?"]);
    expect(world.asked.at(-1).messages[0].content).toContain("They spoke of gardens.");
    await world.run(["context", "summary", "--undo"]);
    const after = (await world.json(["context", "summary"])).summaries;
    expect(after.at(-1).retired_at).not.toBeNull();
    expect((await world.json(["log", "show"])).messages).toHaveLength(404);
  });
});

describe("context forecast", () => {
  it("replays every policy and looks ahead, with tokens, hits and money", async () => {
    await using world = await worldWithLongTalk();
    const models = ["-m", "any/model", "-m", "parlour/reading-room"];
    const made = await world.json(["context", "forecast", ...on, "-n", "10", ...models]);
    expect(made.models.map(({ model }: Json) => model)).toEqual([
      "any/model",
      "parlour/reading-room",
    ]);
    const { replay, forecast } = made.models[1];
    const of = (rows: Json[], policy: string): Json => rows.find((row) => row.policy === policy);
    expect(of(replay, "block").cuts).toBeLessThan(of(replay, "recent").cuts / 3);
    expect(of(forecast, "block").turns).toBe(10);
    const { ideal, expected, uncached } = of(forecast, "block").cost_usd;
    expect(ideal).toBeLessThan(expected);
    expect(expected).toBeLessThanOrEqual(uncached);
    const shown = await world.run(["context", "forecast", ...on, "-m", "parlour/reading-room"]);
    expect(shown.stdout).toMatch(/lived through again: 200 turns/);
    expect(shown.stdout).toMatch(/block .*\$\d/);
    expect(of(forecast, "block").cached_tokens).toBeGreaterThan(
      of(forecast, "recent").cached_tokens,
    );
  });
});

describe("what is refused", () => {
  it.each([
    [["--policy", "recal", "hi"], /did you mean recall\?/],
    [["--budget", "0", "hi"], /budget is 0/],
    [
      ["--budget", "3", "A message that is longer than the budget allows it to be."],
      /needs \d+ tokens/,
    ],
    [
      ["--budget", "5", "-s", "A system prompt that is far too long for it.", "hi"],
      /system prompt/,
    ],
  ])("%j", async (args, message) => {
    await using world = await CommandWorld.start();
    const ran = await world.run(["-m", "any/model", ...args]);
    expect(ran).toMatchObject({ exit_code: 2, stderr: expect.stringMatching(message) });
    expect(world.asked).toEqual([]);
  });
});

describe("count", () => {
  it("is exact where the vocabulary is here, and says when it is not", async () => {
    await using world = await CommandWorld.start();
    const exact = await world.json(["count", "-m", "openai/gpt-4o"], { stdin: "hello world" });
    expect(exact).toMatchObject({ tokens: 2, exact: true, bound: 0, tokenizer: "o200k_base" });
    const estimate = await world.run(["count", "-m", "any/model"], { stdin: "hello world" });
    expect(estimate).toMatchObject({ stdout: "2\n", stderr: expect.stringMatching(/estimate/) });
  });

  it("needs no key, since nothing is sent; tells what a request of that text alone takes", async () => {
    await using world = await CommandWorld.start();
    const env = { OPENROUTER_BASE_URL: "", OPENROUTER_API_KEY: "" };
    const args = ["count", "-m", "openai/gpt-4o"];
    const counted = await world.json(args, { stdin: "hello world", env });
    expect(counted).toMatchObject({ tokens: 2, prompt_tokens: 2 + 3 + 1 + 3, exact: true });
  });
});
