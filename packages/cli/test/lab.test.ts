import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evidenceOf } from "../src/lab/preset-evidence.ts";
import { CommandWorld, type Json } from "./command-world.ts";
import { answer, scenarioOf, unsteady } from "./lab-scenarios.ts";

const base = ["lab", "run", "-m", "any/model", "--yes", "-o", "max_tokens=20"];

/** Answers with the temperature, or with noise when it is high. */
const byTemperature = () => {
  let count = 0;
  return scenarioOf("by-temperature", (request, reply) => {
    const { temperature } = request.json;
    const noise = typeof temperature === "number" && temperature > 1 ? ` ${(count += 1)}` : "";
    answer(`at ${JSON.stringify(temperature ?? null)}${noise}`, request, reply);
  });
};

describe("lab run", () => {
  it("sends what was swept and set, nothing else, and gives numbers with intervals", async () => {
    await using world = await CommandWorld.start(byTemperature());
    const ran = await world.run([
      ...base,
      "Say it.",
      "--sweep",
      "temperature=0,1.5",
      "-n",
      "8",
      "--seed",
      "3",
      "--metric",
      "distinct_answers,exact_match,contains_rate=at",
      "--name",
      "first",
      "--json",
    ]);
    expect(ran.exit_code).toBe(0);
    expect(ran.stderr).toMatch(/24 calls: 1 prompt × 3 cells × 8 samples/);
    expect(ran.stderr).toMatch(/costs up to \$0\.00\d+/);
    expect(ran.stderr).toMatch(/unset temperature on any\/model: the provider's own, unknown/);
    expect(ran.stderr).toMatch(/pinned to parlour/);
    const result: Json = JSON.parse(ran.stdout);
    expect(result).toMatchObject({ state: "finished", name: "first", finished: 24, error: null });
    expect(result.cells.map((cell: Json) => cell.parameters)).toEqual([
      { max_tokens: 20 },
      { max_tokens: 20, temperature: 0 },
      { max_tokens: 20, temperature: 1.5 },
    ]);
    expect(result.cells[2].metrics.distinct_answers).toMatchObject({ value: 8, n: 8 });
    expect(result.cells[2].metrics.exact_match).toMatchObject({ value: 0, n: 8 });
    expect(result.cells[1].metrics["contains_rate=at"].value).toBe(1);
    for (const cell of result.cells)
      for (const metric of Object.values<Json>(cell.metrics))
        expect(metric.interval ?? metric.values).toHaveLength(
          metric.interval ? 2 : metric.values.length,
        );
    expect(existsSync(result.report)).toBe(true);
    const keys = new Set(world.asked.flatMap((body) => Object.keys(body)));
    expect([...keys].toSorted()).toEqual(
      [
        "max_tokens",
        "messages",
        "model",
        "provider",
        "seed",
        "stream",
        "stream_options",
        "temperature",
      ].toSorted(),
    );
    expect(world.asked[0].provider).toEqual({
      order: ["parlour"],
      allow_fallbacks: false,
      require_parameters: true,
    });
  });

  it("says the table and the verdicts on stdout, the rest on stderr", async () => {
    await using world = await CommandWorld.start(byTemperature());
    const ran = await world.run([
      ...base,
      "Say it.",
      "--sweep",
      "temperature=0,1.5",
      "-n",
      "16",
      "--metric",
      "exact_match",
      "--baseline",
      "temperature=0",
    ]);
    expect(ran).toMatchObject({ exit_code: 0 });
    expect(ran.stdout).toMatch(/temperature=1\.5 +▼ lower by 100 points/);
    expect(ran.stdout).toMatch(/on these prompts \(1 prompt\)/);
    expect(ran.stderr).toMatch(/report: .*\.html/);
  });

  it("asks before money is spent: off a terminal without --yes nothing is sent, status 2", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.run(["lab", "run", "-m", "any/model", "Hi", "-n", "2"]);
    expect(ran.exit_code).toBe(2);
    expect(ran.stderr).toMatch(/not run: it takes up to \$.*nobody is here to confirm it/s);
    expect(world.asked).toEqual([]);
    const free = await world.run([
      "lab",
      "run",
      "-m",
      "parlour/night-porter-24b:free",
      "Hi",
      "-n",
      "2",
    ]);
    expect(free.exit_code).toBe(0);
  });

  it("ends with 0, 100 or 101 by its checks, and refuses one that cannot pass", async () => {
    await using world = await CommandWorld.start("ok");
    const check = (text: string, n: string, metric = "contains_rate=kettle") =>
      world.run([...base, "Hi", "-n", n, "--metric", metric, "--check", text]);
    expect((await check("contains_rate >= .8", "16")).exit_code).toBe(0);
    expect((await check("contains_rate <= .5", "16")).exit_code).toBe(100);
    expect((await check("contains_rate >= .8", "30", "contains_rate=ocean")).exit_code).toBe(100);
    const before = world.asked.length;
    const refused = await check("contains_rate >= .95", "16");
    expect(refused.exit_code).toBe(2);
    expect(refused.stderr).toMatch(/it takes 52/);
    expect(world.asked).toHaveLength(before);
  });

  it("ends with 101 where more samples would be needed, and says how many", async () => {
    let count = 0;
    const mostly = scenarioOf("mostly", (request, reply) =>
      answer(count++ % 10 === 0 ? "no" : "yes", request, reply),
    );
    await using world = await CommandWorld.start(mostly);
    const ran = await world.run([
      ...base,
      "Hi",
      "-n",
      "20",
      "--metric",
      "equals_rate=yes",
      "--check",
      "equals_rate >= .8",
    ]);
    expect(ran.exit_code).toBe(101);
    expect(ran.stdout).toMatch(/undecided.*it would take about \d+\s+samples/s);
  });

  it("accounts for every call of 200, and takes none for an answer that is none", async () => {
    const { scenario, deeds } = unsteady();
    await using world = await CommandWorld.start(scenario);
    const ran = await world.run([
      ...base,
      "Hi",
      "--sweep",
      "temperature=0.5,1",
      "-n",
      "100",
      "--baseline",
      "first",
      "--metric",
      "equals_rate=whole answer here,failure_rate",
      "--concurrency",
      "50",
      "--json",
    ]);
    const result: Json = JSON.parse(ran.stdout);
    const sum = (of: (failures: Json) => number): number =>
      result.cells.reduce((total: number, { failures }: Json) => total + of(failures), 0);
    expect(sum(({ answered, failed }) => answered + failed)).toBe(200);
    expect(sum(({ attempts }) => attempts)).toBe(deeds.calls);
    expect(world.asked).toHaveLength(deeds.calls);
    const causes = (cause: string): number => sum(({ by_cause }) => by_cause[cause] ?? 0);
    expect(sum(({ failed }) => failed)).toBe(
      causes("cut") + causes("malformed") + causes("rate_limited"),
    );
    expect(deeds.limited).toBeGreaterThan(15);
    expect(deeds.cut + deeds.malformed).toBeGreaterThan(10);
    // A limited call was made again: every call beyond the 200 is one.
    expect(deeds.calls - 200 + causes("rate_limited") + causes("cut") + causes("malformed")).toBe(
      deeds.limited + deeds.cut + deeds.malformed,
    );
    const whole = sum(({ answered }) => answered);
    const equal = result.cells.reduce(
      (total: number, { metrics }: Json) =>
        total + Math.round(Object.values<Json>(metrics)[0].value * 100),
      0,
    );
    expect(equal).toBe(whole);
  }, 60_000);

  it("shows hostile answers as text, on the terminal and in the report", async () => {
    const hostile = "\u001b[31mred\u001b]0;owned\u0007 <script>alert(1)</script> \u202eevil";
    await using world = await CommandWorld.start(
      scenarioOf("hostile", (request, reply) => answer(hostile, request, reply)),
    );
    await world.run([...base, "Hi", "-n", "2", "--name", "bad"], { terminal: true });
    const shown = await world.run(["lab", "show", "bad", "--samples"], { terminal: true });
    expect(shown.stdout).toMatch(/red.*<script>alert\(1\)<\/script>/);
    expect(shown.stdout).not.toMatch(/\u001b\[31m|\u001b\]|\u0007|\u202e/);
    const { stdout } = await world.run([
      "lab",
      "report",
      "bad",
      "-O",
      "bad.html",
      "--csv",
      "bad.csv",
    ]);
    expect(stdout.trim()).toBe(world.at("bad.html"));
    const html = readFileSync(world.at("bad.html"), "utf8");
    expect(html).not.toMatch(/<script|\u001b|\u202e/);
    expect(html).toContain("&#60;script&#62;");
    expect(readFileSync(world.at("bad.csv"), "utf8")).toMatch(/any\/model/);
  });
});

describe("an experiment file", () => {
  const file = `version: 1
name: colours
question: Which setting names colours?
prompts:
  - Name a colour.
  - { prompt: Name two colours., expected: red }
parameters: { max_tokens: 20 }
sweep: { temperature: [0.5, unset] }
presets: [code]
samples: 2
seed: 5
metrics: [distinct_answers, { metric: contains_rate, value: "at", name: has_at }]
goal: has_at:max
`;

  it("is read from YAML and JSON alike, and a flag wins over it", async () => {
    await using world = await CommandWorld.start(byTemperature());
    writeFileSync(world.at("colours.yaml"), file);
    const result: Json = await world.json([
      "lab",
      "run",
      "-m",
      "any/model",
      "-f",
      "colours.yaml",
      "-n",
      "3",
      "--yes",
    ]);
    expect(result).toMatchObject({
      name: "colours",
      question: "Which setting names colours?",
      samples_per_prompt: 3,
      seed: 5,
      prompts: 2,
    });
    expect(result.cells.map(({ label }: Json) => label)).toEqual([
      "temperature=unset max_tokens=20",
      "temperature=0.5 max_tokens=20",
      "code",
    ]);
    expect(result.cells[0].metrics.has_at).toMatchObject({ value: 1, n: 6 });
  });

  it.each([
    ["version: 2\nprompts: [a]\nmetrics: [length]", /version is 2, allowed is 1/],
    ["version: 1\nprompts: [a]\nmetrics: [lenth]", /no metric named "lenth"/],
    ["version: 1\nprompts: [a]\nmetrics: [length]\nsweep: {temperature: [9]}", /temperature is 9/],
    ["version: 1\nprompts: [a]\nmetrics: [length]\nsample: 3", /sample is 3, allowed is one of/],
    ["version: 1\nprompts: a\nmetrics: [length]", /prompts is "a", allowed is a list/],
    ["version: 1\nprompts: [a\nmetrics: [length]", /no YAML/],
    [
      "version: 1\nprompts: [a]\nmetrics: [{metric: command_rate, command: 'rm x'}]",
      /runs a command/,
    ],
    [
      "version: 1\nprompts: [a]\nmetrics: [{metric: valid_rate, schema: {type: 7}}]",
      /no JSON schema/,
    ],
  ])("that is wrong is refused by name before anything is sent: %s", async (text, words) => {
    await using world = await CommandWorld.start();
    writeFileSync(world.at("wrong.yaml"), text);
    const ran = await world.run(["lab", "run", "-m", "any/model", "-f", "wrong.yaml", "--yes"]);
    expect(ran.stderr).toMatch(words);
    expect(ran).toMatchObject({ exit_code: 2, stdout: "" });
    expect(world.asked).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    [["--metric", "novelty"], /no metric named "novelty"/],
    [["--sweep", "temperature=0,hot"], /temperature/],
    [["--sweep", "temperature=0,9"], /temperature is 9, it must be a number from 0 to 2/],
    [["--sweep", "temprature=0,1"], /no parameter "temprature"; did you mean temperature\?/],
    [["-n", "0"], /samples is 0, allowed is a whole number of at least 1/],
    [["-n", "-3"], /samples|option|whole number/],
    [["--metric", "valid_rate", "--schema", '{"type": 7}'], /no JSON schema/],
    [["--metric", "regex_rate=("], /regular expression/],
    [["--max-cost", "0.0000001"], /under one sample a cell/],
    [["--goal", "length:up"], /METRIC:max or METRIC:min/],
    [["--goal", "novelty:max"], /no metric named "novelty"/],
    [["--check", "length > 3"], /is not a check/],
    [["--baseline", "nowhere"], /no cell "nowhere"/],
    [
      ["--race", "4", "--sweep", "temperature=0,1", "--goal", "exact_match:max"],
      /race\.budget is 4/,
    ],
    [["--race", "--sweep", "temperature=0,1"], /goal/],
    [["--sweep", "min_p=0,.1"], /does not list min_p: with require_parameters no provider is left/],
    [["--name", "last"], /cannot be a name/],
  ])("%s is refused with status 2 before anything is spent", async (words, said) => {
    await using world = await CommandWorld.start();
    const ran = await world.run([...base, "Hi", ...words]);
    expect(ran.stderr).toMatch(said);
    expect(ran).toMatchObject({ exit_code: 2, stdout: "" });
    expect(world.asked).toEqual([]);
  });
});

describe("a result file", () => {
  it("of another version is refused by name", () => {
    expect(() => evidenceOf("code", { version: 2 })).toThrow(
      /result of code is of version 2, this is 1/,
    );
    expect(() => evidenceOf("code", [])).toThrow(/version null/);
  });
});

describe("lab list, show, resume, delete", () => {
  it("find an experiment by id, its beginning, its name and last", async () => {
    await using world = await CommandWorld.start(byTemperature());
    await world.run([...base, "Hi", "-n", "2", "--name", "one"]);
    await world.run([...base, "Hi", "-n", "3", "--name", "two"]);
    const { experiments }: Json = await world.json(["lab", "list"]);
    expect(experiments.map(({ name }: Json) => name)).toEqual(["two", "one"]);
    const shown = async (word: string): Promise<string> =>
      (await world.json(["lab", "show", word])).name;
    expect(await shown("last")).toBe("two");
    expect(await shown("one")).toBe("one");
    expect(await shown(experiments[1].id)).toBe("one");
    expect((await world.run(["lab", "show", "tow"])).stderr).toMatch(/did you mean two\?/);
    expect((await world.run(["lab", "delete", "one"])).exit_code).toBe(2);
    expect((await world.run(["lab", "delete", "one", "--yes"])).exit_code).toBe(0);
    expect((await world.json(["lab", "list"])).experiments).toHaveLength(1);
  });

  it("draws more as a recorded look, which makes the result exploratory", async () => {
    await using world = await CommandWorld.start(byTemperature());
    await world.run([...base, "Hi", "-n", "2", "--name", "one"]);
    const result: Json = await world.json(["lab", "resume", "one", "--more", "3", "--yes"]);
    expect(result).toMatchObject({ finished: 5, planned: 5 });
    expect(result.looks.map(({ kind }: Json) => kind)).toEqual(["planned", "extension"]);
    expect(result.notes.join(" ")).toMatch(/exploratory/);
  });

  it("stops where --max-cost is reached, keeps what came, and resumes", async () => {
    const costly = scenarioOf("costly", (request, reply) => answer("ok", request, reply));
    await using world = await CommandWorld.start(costly);
    const run = ["lab", "run", "-m", "any/model", "-o", "max_tokens=1", "Hi", "-n", "20", "--yes"];
    // Each answer costs $0.00001, five times what its one token may cost by the list.
    const ran = await world.run([...run, "--max-cost", "0.0001", "--concurrency", "1", "--json"]);
    const result: Json = JSON.parse(ran.stdout);
    expect(ran.exit_code).toBe(1);
    expect(result).toMatchObject({ state: "interrupted", error: { code: "over_cost" } });
    expect(result.finished).toBeGreaterThanOrEqual(9);
    expect(result.finished).toBeLessThan(20);
    const resumed: Json = await world.json(["lab", "resume", "last", "--yes"]);
    expect(resumed).toMatchObject({ state: "finished", finished: 20 });
    expect(world.asked.length).toBeLessThanOrEqual(21);
  });

  it("races halve the cells and quote the confirmation alone", async () => {
    await using world = await CommandWorld.start(
      scenarioOf("cool-is-right", (request, reply) => {
        const { temperature } = request.json;
        answer(
          typeof temperature === "number" && temperature < 0.5 ? "right" : "wrong",
          request,
          reply,
        );
      }),
    );
    const result: Json = await world.json([
      ...base,
      "Hi",
      "--sweep",
      "temperature=0.2,0.8,1.2,1.6",
      "--metric",
      "equals_rate=right",
      "--goal",
      "equals_rate:max",
      "--race",
      "--confirmation-samples",
      "20",
    ]);
    expect(result.looks.map(({ kind }: Json) => kind).at(-1)).toBe("confirmation");
    expect(result.cells.map(({ label }: Json) => label).toSorted()).toEqual([
      "temperature=0.2",
      "unset",
    ]);
    const better = result.verdicts.filter(({ verdict }: Json) => verdict === "better");
    expect(better).toHaveLength(1);
  });
});
