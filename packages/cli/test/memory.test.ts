import { describe, expect, it } from "vitest";
import { findScenario, type Scenario } from "@colloquy/testkit";
import { CommandWorld, type Json } from "./command-world.ts";
import { answer, scenarioOf } from "./lab-scenarios.ts";

/** An upstream that says "ok" and reports as many prompt tokens as a rule makes of the request's characters. */
function counting(rule: (characters: number) => number): Scenario {
  return scenarioOf("counting", (request, reply) => {
    const body: Json = JSON.parse(JSON.stringify(request.body));
    const parsed: Json = typeof body === "string" ? JSON.parse(body) : body;
    // Tools in a server's own language take fewer tokens than as JSON.
    const tools = parsed.tools ? JSON.stringify(parsed.tools).length * 0.7 : 0;
    const characters = parsed.messages.reduce(
      (sum: number, { content }: Json) => sum + String(content ?? "").length,
      tools,
    );
    answer("ok", request, reply, {
      prompt_tokens: Math.round(rule(characters)),
      completion_tokens: 1,
    });
  });
}

const prose = "We walked along the harbour until the lamps came on, and then we went home. ";

async function planned(world: CommandWorld, args: readonly string[]): Promise<Json> {
  return (await world.json(["ask", "-m", "any/model", "--dry-run", ...args])).plan;
}

describe("counts that replies correct", () => {
  it("converge on what the model really counts, and say how sure they are", async () => {
    await using world = await CommandWorld.start(counting((characters) => characters / 3.2));
    const text = prose.repeat(40);
    const before = await planned(world, [text]);
    const real = text.length / 3.2;
    expect(Math.abs(before.tokens.total / real - 1)).toBeGreaterThan(0.2);
    for (let turn = 0; turn < 6; turn++) await world.ask([text]);
    const [, sent] = [await world.json(["log", "show"]), await world.ask([text, "--json"])];
    expect(JSON.parse(sent.stdout).usage.prompt_tokens).toBe(Math.round(real));
    const { messages } = await world.json(["log", "show"]);
    const { plan } = messages.at(-1).answer;
    expect(Math.abs(plan.tokens.total / real - 1)).toBeLessThan(0.03);
    expect(plan.bound).toBeLessThan(before.bound / 3);
    expect(plan.exact).toBe(false);
  });
});

describe("a prompt cut in silence", () => {
  it("is noticed, with the figures, and from then on less is sent, which the plan says", async () => {
    await using world = await CommandWorld.start(counting((c) => Math.min(2_050, c / 4.2)));
    const ran = await world.ask([prose.repeat(300)]);
    expect(ran.stderr).toMatch(/cut on the way: 2050 tokens were counted there of about \d+ sent/);
    const { budget } = await planned(world, ["hi"]);
    expect(budget.window).toBe(2_050);
    expect(budget.source).toMatch(/2,050 \(as the server's replies showed; its list says 32768\)/);
  });

  it("is not seen in pictures, tools or other counts that nobody can make exactly", async () => {
    await using world = await CommandWorld.start(counting((c) => c / 4.2));
    const tool = {
      type: "function",
      function: { name: "look", description: prose.repeat(60), parameters: {} },
    };
    const tools = `tools=${JSON.stringify([tool])}`;
    const ran = await world.run(["ask", "-m", "openai/gpt-4o", "-o", tools, prose.repeat(8)]);
    expect(ran).toMatchObject({ exit_code: 0 });
    expect(ran.stderr).not.toMatch(/cut on the way/);
  });

  it("a refusal names the window, and the next prompt fits into it", async () => {
    const message =
      "This model's maximum context length is 4096 tokens. However, you requested 9000";
    const small = scenarioOf("small", (_request, reply) =>
      reply.json(400, { error: { code: 400, message } }),
    );
    await using world = await CommandWorld.start(small);
    await world.ask([prose.repeat(500)]);
    expect((await planned(world, ["hi"])).budget.window).toBe(4_096);
  });
});

describe("the cost cap", () => {
  it("leaves room for the answer, so that a long history never refuses a turn", async () => {
    await using world = await CommandWorld.start();
    const model = ["-m", "parlour/reading-room", "--max-cost-per-turn", "0.02"];
    const long = prose.repeat(20);
    await world.run(["ask", ...model, long]);
    for (let turn = 0; turn < 5; turn++) {
      const ran = await world.run(["ask", "-c", ...model, "--policy", "block", long]);
      expect(ran).toMatchObject({ exit_code: 0 });
    }
    const { plan } = (await world.json(["log", "show"])).messages.at(-1).answer;
    expect(plan.cost_usd.uncached.max).toBeLessThanOrEqual(0.02);
    expect(plan.budget.source).toMatch(/\$0\.02, less \$0\.01\d* for an answer of 1,024 tokens/);
    expect(plan.runs[0].state).toBe("dropped");
  });

  it("counts summaries: those of this turn, and those of the conversation", async () => {
    await using world = await CommandWorld.start(counting((c) => c / 4.2));
    const model = ["-m", "any/model", "--policy", "summary", "--budget", "700"];
    const long = prose.repeat(20);
    await world.run(["ask", ...model, long]);
    await world.run(["ask", "-c", ...model, long]);
    await world.run(["ask", "-c", ...model, long]);
    const { summaries } = await world.json(["context", "summary"]);
    expect(summaries.length).toBeGreaterThan(0);
    const chat = await world.run(["chat", "-c"], { stdin: "/cost\n/bye\n" });
    expect(chat.stderr).toMatch(/3 answers and \d+ summar(?:y|ies)/);
    const { messages } = await world.json(["log", "show"]);
    const sum = (rows: Json[]): number => rows.reduce((all, row) => all + (row?.cost_usd ?? 0), 0);
    const answers = sum(messages.map(({ answer: each }: Json) => each));
    const limit = String(answers + sum(summaries) / 2);
    const capped = ["-o", "max_tokens=1", "--max-cost-per-conversation", limit];
    const ran = await world.ask(["-c", ...capped, "hi"]);
    expect(ran).toMatchObject({ exit_code: 1 });
    expect(ran.stderr).toMatch(/for the conversation \(limit/);
  });
});

describe("--no-log", () => {
  it("asks for no summary that it could not keep", async () => {
    await using world = await CommandWorld.start();
    const long = prose.repeat(20);
    const args = ["--policy", "summary", "--budget", "700"];
    await world.ask([long]);
    await world.ask(["-c", long]);
    const asked = world.asked.length;
    const ran = await world.ask(["-c", "--no-log", ...args, long]);
    expect(ran).toMatchObject({ exit_code: 2, stderr: expect.stringMatching(/--policy recall/) });
    expect(world.asked).toHaveLength(asked);
  });
});

describe("what would be sent", () => {
  it("is told alike by a dry run and by the turn, however the tokens are counted", async () => {
    await using world = await CommandWorld.start();
    const fact = "The spare key hangs behind the blue door. ";
    for (const text of [fact, ...Array.from({ length: 6 }, () => prose.repeat(4))])
      await world.ask(["-c", text].slice(text === fact ? 1 : 0));
    for (const budget of ["220", "330", "440", "550"]) {
      const args = ["-c", "--budget", budget, "Where is the spare key?"];
      const dry = await world.json(["ask", "-m", "any/model", "--dry-run", ...args]);
      await world.ask(args);
      expect(world.asked.at(-1).messages).toEqual(dry.request.messages);
    }
  });

  it("after a failed turn does not hold it: context plan shows what the turn sends", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["What is the capital of France?"]);
    const status = findScenario("status-500-plain");
    const broken = await CommandWorld.start(status ?? "ok");
    await world.run(["ask", "-c", "This one fails."], {
      env: { OPENROUTER_BASE_URL: `${broken.upstream.url}/nowhere` },
    });
    await broken[Symbol.asyncDispose]();
    const { messages } = await world.json(["context", "plan", "And of Spain?"]);
    expect(messages).toHaveLength(2);
    await world.ask(["-c", "And of Spain?"]);
    expect(world.asked.at(-1).messages).toHaveLength(3);
  });
});

describe("log show --request", () => {
  it("agrees with what was sent even when the server it went to is no longer known", async () => {
    await using world = await CommandWorld.start();
    await world.run(["servers", "add", "box", world.upstream.url]);
    await world.run(["ask", "-m", "box:any/model", "hi"]);
    const sent = world.asked.at(-1);
    await world.run(["servers", "remove", "box"]);
    const shown = await world.run(["log", "show", "--request"]);
    expect(shown).toMatchObject({ exit_code: 0, stderr: expect.stringMatching(/agrees/) });
    expect(JSON.parse(shown.stdout)).toMatchObject({ model: sent.model, messages: sent.messages });
  });
});

describe("marks", () => {
  it("excluding a pinned message is refused, so that including it again loses no pin", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["Always answer in French."]);
    const [{ id }] = (await world.json(["log", "show"])).messages;
    await world.run(["context", "pin", id]);
    const refused = await world.run(["context", "exclude", id]);
    expect(refused).toMatchObject({ exit_code: 2, stderr: expect.stringMatching(/context unpin/) });
    expect((await world.json(["context", "pin"])).marks).toMatchObject([{ mark: "pinned" }]);
  });
});

describe("a summary that comes to nothing", () => {
  it.each([
    ["cut", "is cut while it is written"],
    ["empty", "has no words"],
  ])("(%s) is counted once, though it %s, and the next try goes on", async (how) => {
    let spoil = false;
    const spoiled = scenarioOf("spoiled", (request, reply) => {
      if (!spoil) return answer("ok", request, reply, { prompt_tokens: 400, completion_tokens: 1 });
      const usage = { prompt_tokens: 400, completion_tokens: 1, total_tokens: 401, cost: 0.25 };
      if (how === "empty") return answer("", request, reply, usage);
      const choice = { index: 0, delta: { content: "They" }, finish_reason: null };
      const chunk = { id: "gen-1", model: "any/model", choices: [choice], usage };
      const head = { "content-type": "text/event-stream" };
      reply.bytes(200, `data: ${JSON.stringify(chunk)}\n\n`, head);
    });
    await using world = await CommandWorld.start(spoiled);
    const model = ["-m", "any/model", "--policy", "summary", "--budget", "700"];
    const long = prose.repeat(20);
    await world.run(["ask", ...model, long]);
    await world.run(["ask", "-c", ...model, long]);
    const [before]: Json[] = (await world.json(["usage", "--by", "conversation"])).rows;
    const { summaries } = await world.json(["context", "summary"]);
    spoil = true;
    const ran = await world.run(["ask", "-c", ...model, long]);
    expect(ran).toMatchObject({ exit_code: 1 });
    const [after]: Json[] = (await world.json(["usage", "--by", "conversation"])).rows;
    expect(after.calls).toBe(before.calls + 1);
    expect(after.cost_usd).toBeCloseTo(before.cost_usd + 0.25, 9);
    expect((await world.json(["context", "summary"])).summaries).toEqual(summaries);
    spoil = false;
    expect(await world.run(["ask", "-c", ...model, long])).toMatchObject({ exit_code: 0 });
  });
});
