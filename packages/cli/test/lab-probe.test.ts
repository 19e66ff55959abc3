import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { randomFrom, type Random } from "@colloquy/core";
import { describe, expect, it } from "vitest";
import { CommandWorld, type Json } from "./command-world.ts";
import { answer, scenarioOf } from "./lab-scenarios.ts";

const child = fileURLToPath(new URL("command-child.ts", import.meta.url));

/** First words with p ∝ rank^(−1.8/T): a few common and a long tail, as a model has them. */
function word(temperature: number, random: Random): number {
  if (temperature === 0) return 0;
  const weights = Array.from({ length: 3000 }, (_, rank) => (rank + 1) ** (-1.8 / temperature));
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}

/** Honours temperature and top_p, takes no min_p, ignores top_k, and takes temperatures above 1 as 1 if told to. */
const provider = (options: { clamps: boolean }) => {
  const random = randomFrom(11);
  return scenarioOf("provider", (request, reply) => {
    const { temperature, top_p, min_p } = request.json;
    if (min_p !== undefined)
      return reply.json(400, { error: { code: 400, message: "min_p is not supported" } });
    const given = typeof temperature === "number" ? temperature : 1;
    const taken = typeof top_p === "number" && top_p < 0.1 ? 0 : given;
    return answer(
      `word${word(options.clamps ? Math.min(1, taken) : taken, random)}`,
      request,
      reply,
    );
  });
};

describe("lab probe", () => {
  it("labels what a provider does, keeps it, and warns before what does nothing is sent", async () => {
    await using world = await CommandWorld.start(provider({ clamps: false }));
    const probe = ["lab", "probe", "temperature", "top_p", "top_k", "min_p", "-m", "any/model"];
    const refused = await world.run(probe);
    expect(refused).toMatchObject({ exit_code: 2 });
    expect(refused.stderr).toMatch(/576 short calls.*costs up to \$0\.00/);
    expect(world.asked).toEqual([]);

    const found: Json = await world.json([...probe, "--yes", "--seed", "4", "--concurrency", "1"]);
    expect(found).toMatchObject({ model: "any/model", provider: "parlour", error: null });
    expect(found.findings.map(({ parameter, label }: Json) => [parameter, label])).toEqual([
      ["temperature", "honoured"],
      ["top_p", "honoured"],
      ["top_k", "no_effect"],
      ["min_p", "rejected"],
    ]);
    expect(found.findings[2].detectable).toBeLessThanOrEqual(0.6);

    const warned = await world.ask(["-o", "top_k", "5", "-o", "temperature", "0.5", "Hi"]);
    expect(warned.stderr).toMatch(
      /top_k had no effect to be seen on any\/model at parlour \(probed /,
    );
    expect(warned.stderr).not.toMatch(/temperature/);
    const kept = await world.run(["lab", "probe", "--kept", "-m", "any/model"]);
    expect(kept.stdout).toMatch(/min_p +rejected +1 is refused: .*not supported/);
  }, 60_000);

  it("finds a silent clamp", async () => {
    await using world = await CommandWorld.start(provider({ clamps: true }));
    const found: Json = await world.json([
      "lab",
      "probe",
      "temperature",
      "-m",
      "any/model",
      "--yes",
      "--seed",
      "4",
      "--concurrency",
      "1",
    ]);
    expect(found.findings).toMatchObject([{ label: "clamped", range: [0, 1] }]);
  }, 60_000);

  it.each([
    ["parameter-honoured", "honoured", null],
    ["parameter-clamped", "clamped", [null, 5]],
    ["parameter-ignored", "no_effect", null],
  ])("says of max_tokens under %s: %s", async (scenario, label, range) => {
    await using world = await CommandWorld.start(scenario);
    const found: Json = await world.json([
      "lab",
      "probe",
      "max_tokens",
      "-m",
      "any/model",
      "--yes",
    ]);
    expect(found.findings).toMatchObject([{ parameter: "max_tokens", label, range }]);
  });

  it("says of a temperature that is refused above 1 that it is rejected, and that 0 is taken", async () => {
    await using world = await CommandWorld.start("parameter-rejected");
    const found: Json = await world.json([
      "lab",
      "probe",
      "temperature",
      "-m",
      "any/model",
      "--yes",
    ]);
    expect(found.findings[0]).toMatchObject({ label: "rejected" });
    expect(found.findings[0].detail).toMatch(
      /2 is refused: temperature must be at most 1.*; 0 is taken/,
    );
  });

  it("goes on where it was after kill -9, repeating at most what was in flight", async () => {
    await using world = await CommandWorld.start(
      scenarioOf("slow", async (request, reply) => {
        await reply.pause(20);
        answer("word", request, reply);
      }),
    );
    const probe = ["lab", "probe", "top_k", "-m", "any/model", "--yes", "--json"];
    const killed = spawn(
      process.execPath,
      ["--conditions=@colloquy/source", child, ...probe, "--concurrency", "4"],
      { env: { ...process.env, ...world.env }, stdio: "ignore" },
    );
    while (world.asked.length < 40 && killed.exitCode === null) await delay(5);
    killed.kill("SIGKILL");
    await once(killed, "close");
    const before = world.asked.length;

    const resumed = await world.run(probe);
    expect(resumed.stderr).toMatch(/a probe that was stopped goes on: \d+ calls are there already/);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ calls: 216, error: null });
    expect(world.asked.length).toBeLessThanOrEqual(216 + 4);
    // A finished one begins anew, and so does one with another seed.
    const anew = await world.run([...probe, "--seed", "5"]);
    expect(anew.stderr).not.toMatch(/goes on/);
    expect(before).toBeLessThan(216);
  }, 60_000);

  it("refuses a name that cannot be probed", async () => {
    await using world = await CommandWorld.start();
    const ran = await world.run(["lab", "probe", "mood", "-m", "any/model", "--yes"]);
    expect(ran).toMatchObject({ exit_code: 2 });
    expect(ran.stderr).toMatch(/"mood" cannot be probed/);
  });
});
