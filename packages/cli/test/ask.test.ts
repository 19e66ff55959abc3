import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { both, complete, type Scenario } from "@colloquy/testkit";
import { describe, expect, it } from "vitest";
import { CommandWorld } from "./command-world.ts";

const answer = "Rain drums on the roof while the kettle hums.";

/** Answers with the last message. */
const parrot: Scenario = {
  name: "parrot",
  group: "message",
  summary: "The answer is the last message.",
  contract: "A text arrives as it was sent.",
  respond({ model, messages }, reply) {
    const message = { role: "assistant", content: messages.at(-1)?.content };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    reply.json(200, { id: "gen-1", object: "chat.completion", created: 1, model, choices });
  },
  expect: both(complete()),
};

describe("ask", () => {
  it("writes the answer alone on stdout, and off a terminal nothing else", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.ask(["Hello"]);
    expect(ran).toEqual({ exit_code: 0, stdout: `${answer}\n`, stderr: "" });
  });

  it("writes no half characters, and of several choices the first", async () => {
    await using halves = await CommandWorld.start("split-surrogates");
    for (const terminal of [false, true])
      expect((await halves.ask(["Hello"], { terminal })).stdout).toBe("A fox: 🦊.\n");
    await using choices = await CommandWorld.start("two-choices");
    expect((await choices.ask(["Hello"])).stdout).toBe(`${answer}\n`);
  });

  it.each([
    ["finish-content-filter", /a filter at the provider ended the answer/],
    ["empty-content", /the model ended its answer without a word/],
    ["content-null", /the model ended its answer without a word/],
    ["reasoning-only", /no answer: the model only reasoned, in \d+ tokens; a larger max_tokens/],
  ])("%s: says what the text does not tell", async (scenario, words) => {
    await using world = await CommandWorld.start(scenario);
    expect((await world.ask(["Hello"])).stderr).toMatch(words);
  });

  it("--json has the wire's fields in the wire's order, null where nothing was told", async () => {
    await using world = await CommandWorld.start(parrot);
    const { stdout } = await world.ask(["Hello", "--json"]);
    const { choices, ...rest } = JSON.parse(stdout);
    expect(Object.keys(rest).slice(0, 6)).toEqual([
      "id",
      "object",
      "created",
      "model",
      "provider",
      "usage",
    ]);
    expect(rest).toMatchObject({ provider: null, usage: null, state: "complete", error: null });
    expect(choices).toEqual([
      {
        index: 0,
        message: { role: "assistant", content: "Hello", refusal: null, reasoning: null },
        finish_reason: "stop",
        native_finish_reason: null,
        logprobs: null,
      },
    ]);
  });

  it("joins files, standard input and words, and sends no parameter that nobody set", async () => {
    await using world = await CommandWorld.start();
    writeFileSync(world.at("notes.txt"), "from a file\n");
    await world.ask(["-f", "notes.txt", "sum", "up"], { stdin: "from a pipe\n" });
    await world.ask(["-f", "-", "-f", "notes.txt", "sum up"], { stdin: "from a pipe" });
    expect(world.asked.map(({ messages }) => messages)).toEqual([
      [{ role: "user", content: "from a file\n\nfrom a pipe\n\nsum up" }],
      [{ role: "user", content: "from a pipe\n\nfrom a file\n\nsum up" }],
    ]);
    expect(Object.keys(world.asked[0]).toSorted()).toEqual(
      ["messages", "model", "stream", "stream_options"].toSorted(),
    );
  });

  it("takes text from an address, following it to where it leads", async () => {
    await using world = await CommandWorld.start();
    const server = createServer((request, response) => {
      if (request.url === "/here") response.writeHead(302, { location: "/there" }).end();
      else response.setHeader("content-type", "text/plain").end("from the net");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await world.ask(["-f", `http://127.0.0.1:${port}/here`]);
    server.close();
    expect(world.asked[0].messages[0].content).toBe("from the net");
  });

  it("refuses what it cannot ask, with status 2 and nothing sent", async () => {
    await using world = await CommandWorld.start();
    writeFileSync(world.at("picture.png"), Buffer.from([137, 80, 0, 1]));
    const refused: [string[], RegExp][] = [
      [[], /nothing to ask/],
      [["-f", "missing.txt"], /cannot read missing\.txt: no such file/],
      [["-f", "picture.png"], /picture\.png is not text/],
      [["-a", "picture.png", "what is this?"], /-a: attachments cannot be sent yet/],
      [["-o", "temperature"], /value is missing/],
      [["-t", "cod", "x"], /no preset "cod"; did you mean code\?/],
      [["-s", "x", "--schema", "missing.json", "y"], /--schema: cannot read missing\.json/],
      [["--conversation", "nowhere", "x"], /no conversation has the id or title "nowhere"/],
      [["-c", "x"], /no conversation to go on with yet/],
      [["--retries", "many", "x"], /retries is "many" \(--retries\), it must be a whole number/],
    ];
    for (const [argv, words] of refused) {
      const ran = await world.ask(argv);
      expect(ran.stderr).toMatch(words);
      expect(ran).toMatchObject({ exit_code: 2, stdout: "" });
    }
    expect(world.asked).toEqual([]);
  });

  it.each([
    [["-o", "temperature", "3"], /temperature is 3, it must be a number from 0 to 2/],
    [["-o", "top_p", "0"], /top_p is 0/],
    [["-o", "max_tokens", "-1"], /max_tokens is -1/],
    [["-o", "temprature", "1"], /no parameter "temprature"; did you mean temperature\?/],
  ])("refuses %s before anything is sent, and --force sends it", async (argv, words) => {
    await using world = await CommandWorld.start();
    const refused = await world.ask([...argv, "hi"]);
    expect(refused.stderr).toMatch(words);
    expect(refused.exit_code).toBe(2);
    expect(world.asked).toEqual([]);
    expect((await world.ask([...argv, "--force", "hi"])).exit_code).toBe(0);
    expect(world.asked[0]).toHaveProperty(argv[1] ?? "", Number(argv[2]));
  });

  it("reads values by type: negative numbers, lists, objects, files", async () => {
    await using world = await CommandWorld.start();
    writeFileSync(world.at("bias.json"), '{"50256": -100}');
    const spaced = ["-o", "frequency_penalty", "-0.5", "-o", "seed=0", "-o", "logprobs", "false"];
    const joined = ["-o", 'stop=["a","b"]', "-o", "logit_bias=@bias.json"];
    const ran = await world.ask([...spaced, ...joined, "hi"]);
    expect(ran.stderr).toBe("");
    expect(world.asked[0]).toMatchObject({
      frequency_penalty: -0.5,
      seed: 0,
      logprobs: false,
      stop: ["a", "b"],
      logit_bias: { "50256": -100 },
      messages: [{ content: "hi" }],
    });
  });

  it("sends a preset's parameters and nothing else; -o wins; -c inherits both and says so", async () => {
    await using world = await CommandWorld.start();
    const model = ["-m", "any/model"];
    const first = await world.json([...model, "-t", "code", "write"]);
    expect(first.parameters).toEqual({ temperature: 0.2, max_tokens: 500 });
    const second = await world.json([...model, "-t", "code", "-o", "max_tokens", "50", "write"]);
    expect(second.parameters).toEqual({ temperature: 0.2, max_tokens: 50 });
    const third = await world.run(["-c", "more", "--json"]);
    expect(JSON.parse(third.stdout).parameters).toEqual({ temperature: 0.2, max_tokens: 50 });
    expect(third.stderr).toMatch(
      /going on with “write” .*any\/model.*temperature 0\.2, max_tokens 50/,
    );
    const fourth = await world.json(["-c", "-o", "max_tokens=unset", "more"]);
    expect(fourth.parameters).toEqual({ temperature: 0.2 });
    expect(world.asked.at(-1)).not.toHaveProperty("max_tokens");
  });

  it("gives the system prompt, inherits it, and takes it away", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["-s", "Be brief.", "one"]);
    await world.run(["-c", "two"]);
    await world.run(["-c", "-s", "", "three"]);
    const systems = world.asked.map(({ messages }) =>
      messages.filter(({ role }: { role: string }) => role === "system"),
    );
    expect(systems).toEqual([
      [{ role: "system", content: "Be brief." }],
      [{ role: "system", content: "Be brief." }],
      [],
    ]);
  });

  it("asks for JSON by a schema in a file", async () => {
    await using world = await CommandWorld.start();
    const schema = { title: "A person", type: "object", properties: { name: { type: "string" } } };
    writeFileSync(world.at("person.json"), JSON.stringify(schema));
    await world.ask(["--schema", "person.json", "Who?"]);
    expect(world.asked[0].response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "A_person", schema, strict: true },
    });
    writeFileSync(world.at("broken.json"), '{"type": "object",\n "properties": }');
    const refused = await world.ask(["--schema", "broken.json", "Who?"]);
    expect(refused).toMatchObject({ exit_code: 2 });
    expect(refused.stderr).toMatch(/broken\.json, line 2, column 16/);
  });

  it("asks for one body with --no-stream, and records it", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.json(["-m", "any/model", "--no-stream", "hi"]);
    expect(world.asked[0].stream).toBe(false);
    expect(ran.state).toBe("complete");
    const shown = await world.json(["log", "show"]);
    expect(shown.messages[1].answer.transport).toEqual({ stream: false });
  });

  it("keeps nothing with --no-log, yet can go on with what is kept", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["--no-log", "secret"]);
    expect(await world.json(["log", "list"])).toEqual({ conversations: [] });
    await world.ask(["open"]);
    await world.ask(["-c", "--no-log", "more"]);
    expect(world.asked.at(-1).messages).toHaveLength(3);
    expect((await world.json(["log", "show"])).messages).toHaveLength(2);
  });

  it("-x gives the first code block alone, and fails when there is none", async () => {
    await using world = await CommandWorld.start(parrot);
    const block = await world.ask([
      "--no-stream",
      "-x",
      "Sure:\n```js\n1 + 1\n```\nand ```more```",
    ]);
    expect(block).toEqual({ exit_code: 0, stdout: "1 + 1\n", stderr: "" });
    const none = await world.ask(["--no-stream", "-x", "no block here"]);
    expect(none).toMatchObject({ exit_code: 1, stdout: "" });
    expect(none.stderr).toMatch(/the answer has no code block/);
  });

  it("-u says what was used, off a terminal too", async () => {
    await using world = await CommandWorld.start();
    const { stderr } = await world.ask(["-u", "-o", "temperature", "0", "hi"]);
    expect(stderr).toMatch(
      /^any\/model \(Parlour\) · temperature 0 · 12 in \/ 10 out · \$0\.\d+ · .* s · stop\n$/,
    );
  });

  it("prints one JSON object, on success and on failure", async () => {
    await using world = await CommandWorld.start();
    const good = await world.json(["-m", "any/model", "hi"]);
    expect(good).toMatchObject({
      object: "chat.completion",
      model: "any/model",
      provider: "Parlour",
      choices: [{ message: { role: "assistant", content: answer }, finish_reason: "stop" }],
      usage: { total_tokens: 22 },
      state: "complete",
      error: null,
      parameters: {},
      timing: { first_token_ms: expect.any(Number), total_ms: expect.any(Number) },
    });
    const bad = await world.json(["-m", "any/model", "hi"], {
      env: { OPENROUTER_BASE_URL: world.upstream.urlOf("401") },
    });
    expect(bad).toMatchObject({
      state: "failed",
      error: { status: 401, retryable: false, remedy: expect.any(String) },
      conversation_id: expect.any(String),
      message_id: expect.any(String),
      parent_id: expect.any(String),
    });
    const refused = await world.json(["-m", "nonsense", "hi"]);
    expect(refused).toMatchObject({ state: "failed", error: { code: "unknown_model" } });
    const unknown = await world.json(["ask", "--fiel", "x"]);
    expect(unknown).toMatchObject({ state: "failed", error: { code: "bad_usage" } });
  });
});

describe("ask on a terminal", () => {
  it("ends with one dim line, and none of the model's control codes gets there", async () => {
    await using world = await CommandWorld.start("control-codes");
    const shown = await world.ask(["hi"], { terminal: true });
    expect(shown.stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(shown.stderr).toMatch(/\u001b\[2many\/model.* · stop\u001b\[22m\n$/);
    const plain = await world.ask(["hi"], { terminal: true, env: { NO_COLOR: "1" } });
    expect(plain.stderr).not.toContain("\u001b[2m");
    const piped = await world.ask(["hi"]);
    expect(piped.stdout).toContain("\u001b");
  });

  it("shows reasoning apart from the answer", async () => {
    await using world = await CommandWorld.start("reasoning-details");
    const { stdout, stderr } = await world.ask(["hi"], { terminal: true });
    expect(stdout).toBe(`${answer}\n`);
    expect(stderr).toContain("The user greets.");
    expect((await world.ask(["hi"])).stderr).toBe("");
  });

  it("says that an answer was cut and how to go on", async () => {
    await using world = await CommandWorld.start("finish-length");
    expect((await world.ask(["hi"])).stderr).toMatch(/cut at its limit of tokens; .*\/continue/);
  });
});

describe("where a request may go", () => {
  it("refuses a server's own address without a key, before sending", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.ask(["hi"], { env: { OPENROUTER_BASE_URL: "" } });
    expect(ran).toMatchObject({ exit_code: 1, stdout: "" });
    expect(ran.stderr).toMatch(/no key for openrouter; nothing was sent\n.*OPENROUTER_API_KEY/);
    const other = await world.run(["-m", "openai:gpt", "hi"]);
    expect(other.stderr).toMatch(/no key for openai/);
    expect(await world.json(["log", "list"])).toEqual({ conversations: [] });
  });

  it("sends the key that is set, and none where none is", async () => {
    await using world = await CommandWorld.start();
    await world.ask(["hi"]);
    await world.ask(["hi"], { env: { OPENROUTER_KEY: "sk-test-1" } });
    await world.run(["-m", "openai:gpt", "hi"], {
      env: { OPENAI_BASE_URL: world.upstream.url, OPENAI_API_KEY: "sk-test-2" },
    });
    const keys = world.upstream.requests
      .filter(({ method }) => method === "POST")
      .map(({ headers }) => headers.authorization);
    expect(keys).toEqual([undefined, "Bearer sk-test-1", "Bearer sk-test-2"]);
    expect(world.asked.at(-1).model).toBe("gpt");
  });

  it("names the nearest model for one it does not know", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.run(["-m", "smollm2-134m", "hi"]);
    expect(ran).toMatchObject({ exit_code: 2 });
    expect(ran.stderr).toMatch(/did you mean smollm2-135m\?/);
  });

  it("shows on a terminal how far the first fetching of the model inside is", async () => {
    await using world = await CommandWorld.start();
    const hub = createServer((_, response) => response.end("GGUF, but another one"));
    await new Promise<void>((resolve) => hub.listen(0, "127.0.0.1", resolve));
    const { port } = hub.address() as AddressInfo;
    const ran = await world.run(["-m", "smollm2-135m", "hi"], {
      terminal: true,
      env: { HF_ENDPOINT: `http://127.0.0.1:${port}`, PATH: "/nonexistent" },
    });
    hub.close();
    expect(ran.exit_code).toBe(1);
    expect(ran.stderr).toContain(`fetching smollm2-135m from http://127.0.0.1:${port}`);
    expect(ran.stderr).toMatch(/fetching smollm2-135m \[█+\] 100 %/);
  });

  it("does not send one bare word that is nearly a command, unless told to ask", async () => {
    await using world = await CommandWorld.start();
    const refused = await world.run(["lgo"]);
    expect(refused).toMatchObject({ exit_code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/did you mean "log"\?/);
    await world.ask(["lgo"]);
    await world.run(["-m", "any/model", "--", "lgo"]);
    expect(world.asked.map(({ messages }) => messages[0].content)).toEqual(["lgo", "lgo"]);
  });
});

describe("before money is spent", () => {
  const dear = { COLLOQUY_MAX_COST_PER_TURN: "0.0000001" };

  it("a pipe is refused with the figure, and nothing is sent or kept", async () => {
    await using world = await CommandWorld.start();
    const model = await pricedModel(world);
    const ran = await world.run(["-m", model, "hi", "--json"], { env: dear });
    expect(ran.exit_code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      state: "failed",
      error: { code: "over_cost", message: expect.stringMatching(/\$0\.\d+ \(limit \$0\.\d+\)/) },
      conversation_id: null,
    });
    expect(world.asked).toEqual([]);
    expect(await world.json(["log", "list"])).toEqual({ conversations: [] });
    expect((await world.run(["-m", model, "hi"])).exit_code).toBe(0);
  });

  it("counts what the conversation has cost already", async () => {
    await using world = await CommandWorld.start();
    const model = await pricedModel(world);
    await world.run(["-m", model, "hi"]);
    const limit = ["--max-cost-per-turn", "null", "--max-cost-per-conversation", "0.00000001"];
    const ran = await world.run(["-c", ...limit, "more"]);
    expect(ran.stderr).toMatch(/for the conversation \(limit/);
    expect(ran.exit_code).toBe(1);
  });

  it("an unknown price counts as too much for a prompt above 32,000 tokens", async () => {
    await using world = await CommandWorld.start();
    const long = "word ".repeat(40_000);
    const unpriced = ["-m", "nobody/knows"];
    const ran = await world.run(unpriced, { stdin: long });
    expect(ran).toMatchObject({ exit_code: 1 });
    expect(ran.stderr).toMatch(/tokens at an unknown price/);
    expect(ran.stderr).toContain("--max-cost-per-turn null");
    const lifted = [...unpriced, "--max-cost-per-turn", "null"];
    expect((await world.run(lifted, { stdin: long })).exit_code).toBe(0);
    const shorter = await world.run(unpriced, { stdin: long.slice(0, 50_000) });
    expect(shorter.exit_code).toBe(0);
  });
});

async function pricedModel(world: CommandWorld): Promise<string> {
  const response = await fetch(`${world.upstream.url}/models`);
  const { data } = (await response.json()) as {
    data: { id: string; pricing: { completion: string } }[];
  };
  const model = data.find(({ pricing }) => Number(pricing?.completion) > 0);
  if (!model) throw new Error("the scripted catalogue has no priced model");
  return model.id;
}
