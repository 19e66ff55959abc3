import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CommandWorld, type Json } from "./command-world.ts";
import { answer, scenarioOf } from "./lab-scenarios.ts";

const child = fileURLToPath(new URL("command-child.ts", import.meta.url));

/** A model whose answer is decided by temperature and seed. */
const seeded = () =>
  scenarioOf("seeded", async (request, reply) => {
    await reply.pause(20);
    const { temperature, seed } = request.json;
    const word = temperature === 0 ? 0 : Number(seed) % 7;
    answer(`word ${word} at ${String(temperature)}`, request, reply);
  });

const run = [
  "lab",
  "run",
  "-m",
  "any/model",
  "-o",
  "max_tokens=20",
  "Hi",
  "--yes",
  "--json",
  "--sweep",
  "temperature=0,1",
  "-n",
  "30",
  "--seed",
  "11",
  "--concurrency",
  "4",
  "--metric",
  "distinct_answers,exact_match",
];

/** What an experiment says, without what differs between two runs of it. */
function findings({ cells, verdicts, seed }: Json): Json {
  return {
    seed,
    cells: cells.map(({ parameters, metrics }: Json) => ({ parameters, metrics })),
    verdicts,
  };
}

const samplesOf = (result: Json): Json =>
  result.samples
    .map(({ sample_id, completion }: Json) => [sample_id, completion.choices[0].message.content])
    .toSorted();

describe("lab resume", () => {
  it("ends as if nothing had happened after kill -9, repeating at most what was in flight", async () => {
    await using world = await CommandWorld.start(seeded());
    const killed = spawn(
      process.execPath,
      ["--conditions=@colloquy/source", child, ...run, "--name", "killed"],
      { env: { ...process.env, ...world.env }, stdio: "ignore" },
    );
    while (world.asked.length < 40 && killed.exitCode === null) await delay(5);
    killed.kill("SIGKILL");
    await once(killed, "close");
    const before: Json = await world.json(["lab", "show", "killed"]);
    expect(before.state).toBe("unfinished");
    expect(before.finished).toBeGreaterThanOrEqual(35);
    expect(before.finished).toBeLessThan(90);

    const resumed: Json = await world.json(["lab", "resume", "killed", "--yes"]);
    expect(resumed).toMatchObject({ state: "finished", finished: 90, planned: 90 });
    expect(world.asked.length).toBeLessThanOrEqual(90 + 4);

    const unhurt: Json = await world.json([
      ...run.filter((word) => word !== "--json"),
      "--name",
      "unhurt",
    ]);
    expect(findings(resumed)).toEqual(findings(unhurt));
    const [a, b] = [
      await world.json(["lab", "show", "killed", "--samples"]),
      await world.json(["lab", "show", "unhurt", "--samples"]),
    ];
    expect(samplesOf(a)).toEqual(samplesOf(b));
  }, 60_000);

  it("is refused while another process draws the same experiment", async () => {
    await using world = await CommandWorld.start(seeded());
    const busy = spawn(
      process.execPath,
      ["--conditions=@colloquy/source", child, ...run, "--name", "busy"],
      { env: { ...process.env, ...world.env }, stdio: "ignore" },
    );
    while (world.asked.length < 8 && busy.exitCode === null) await delay(5);
    const refused = await world.run(["lab", "resume", "busy", "--yes"]);
    expect(refused.stderr).toMatch(/is being run by process \d+/);
    busy.kill("SIGINT");
    const [code] = await once(busy, "close");
    expect(code).toBe(130);
    const resumed: Json = await world.json(["lab", "resume", "busy", "--yes"]);
    expect(resumed).toMatchObject({ state: "finished", finished: 90 });
  }, 60_000);
});
