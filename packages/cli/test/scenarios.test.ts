import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { textOf } from "@colloquy/core";
import { findScenario, scenarios, type Expectation, type Scenario } from "@colloquy/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scenarioKey, ScenarioRunner, type ScenarioRun, type Way } from "./scenario-run.ts";
import { scenarioTable, scenarioTableFile } from "./scenario-table.ts";

let runner: ScenarioRunner;
const runs: Record<Way, Map<string, ScenarioRun>> = { stream: new Map(), whole: new Map() };

beforeAll(async () => {
  runner = await ScenarioRunner.start();
});
afterAll(() => runner.close());

/** Compares what the command said with what a correct client makes of the scenario. */
function compare({ json, exit_code, stderr, requests }: ScenarioRun, claims: Expectation): void {
  const [choice] = json.choices ?? [];
  const error = json.error;
  expect({ state: json.state, exit_code, error: error?.message }).toMatchObject({
    state: claims.state,
    exit_code: claims.exit_code,
  });
  expect(error === null).toBe(claims.state === "complete");
  if (claims.text !== undefined) expect(choice ? textOf(choice.message) : "").toBe(claims.text);
  if (claims.finish_reason !== undefined) expect(choice?.finish_reason).toBe(claims.finish_reason);
  if (claims.usage !== undefined) expect(json.usage ?? null).toEqual(claims.usage);
  if (claims.requests !== undefined) expect(requests).toBe(claims.requests);
  if (claims.retryable !== undefined) expect(error?.retryable).toBe(claims.retryable);
  if (claims.provider !== undefined) expect(error?.provider).toBe(claims.provider);
  if (claims.deadline !== undefined) expect(error?.details?.["phase"]).toBe(claims.deadline);
  if (claims.tool_calls) {
    const calls = choice?.message.tool_calls?.map((call) => call.function);
    expect(calls?.map((made) => ({ name: made.name, arguments: made.arguments }))).toEqual(
      claims.tool_calls,
    );
  }
  const [cause] = stderr.split("\n").filter((line) => line.startsWith("error"));
  if (claims.state === "complete") expect(cause).toBeUndefined();
  else expect(cause).toContain(claims.cause ?? error?.message);
  if (error) expect(error.remedy).toMatch(/\w+ \w+/);
  if (error?.provider) expect(cause).toContain(error.provider);
}

describe.each(["stream", "whole"] as const)("colloquy under every scenario, %s", (way) => {
  it.concurrent.each(scenarios)("$name", (scenario) =>
    runner.inHome(async (home) => {
      const run = await runner.run(scenario, way, home);
      runs[way].set(scenario.name, run);
      compare(run, scenario.expect[way]);

      expect(run.stdout.trimEnd().includes("\n")).toBe(false);
      expect(run.stdout + run.stderr).not.toContain(scenarioKey);
      const stored = await runner.stored(run, scenario, home);
      expect(stored?.state).toBe(run.json.state);
      const [choice] = run.json.choices ?? [];
      expect(stored && textOf(stored.message)).toBe(choice ? textOf(choice.message) : "");
      expect(JSON.stringify(stored)).not.toContain(scenarioKey);
    }),
  );
});

describe("the scenarios together", () => {
  it("took no key and no conversation to a stranger, and none failed by itself", () => {
    expect(runner.upstream.strangerRequests).toEqual([]);
    expect(runner.upstream.failures).toEqual([]);
  });

  it("make the table in docs, which `node --conditions=@colloquy/source scripts/scenario-table.ts` writes", () => {
    const results = scenarios.flatMap((scenario) => {
      const [stream, whole] = [runs.stream.get(scenario.name), runs.whole.get(scenario.name)];
      return stream && whole ? [{ scenario, runs: { stream, whole } }] : [];
    });
    expect(results).toHaveLength(scenarios.length);
    expect(scenarioTable(results).split("\n")).toEqual(
      readFileSync(scenarioTableFile, "utf8").split("\n"),
    );
  });
});

function named(name: string): Scenario {
  const scenario = findScenario(name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  return scenario;
}

describe("in a process of its own", () => {
  const code = `import { main } from ${JSON.stringify(import.meta.resolve("../src/main.ts"))};
    process.exitCode = await main(process.argv.slice(1));`;

  it.each(["ok", "reset-mid-token"])(
    "%s: the same answer and exit status in a pipe",
    async (name) => {
      const scenario = named(name);
      const claims = scenario.expect.stream;
      const node = ["--conditions=@colloquy/source", "--input-type=module", "-e", code, "--"];
      const argv = [...node, "-m", "any/model", "Say something."];
      const ended = await runner.inHome((home) => {
        const env = { ...process.env, ...runner.environment(scenario, "stream", home) };
        return new Promise<{ code: unknown; stdout: string }>((resolve) => {
          const child = execFile(process.execPath, argv, { env }, (error, stdout) =>
            resolve({ code: error?.code ?? 0, stdout }),
          );
          child.stdin?.end();
        });
      });
      expect(ended).toEqual({ code: claims.exit_code, stdout: `${claims.text}\n` });
    },
  );
});

describe("without --json", () => {
  it.each(["ok", "venice", "reset-mid-token", "error-mid-stream", "stall", "401", "split-utf8"])(
    "%s: the answer alone, as far as it came, is on stdout",
    async (name) => {
      const scenario = named(name);
      const claims = scenario.expect.stream;
      const argv = ["-m", "any/model", "Say something."];
      const run = await runner.inHome((home) =>
        runner.command(argv, runner.environment(scenario, "stream", home)),
      );
      expect(run.stdout).toBe(claims.text ? `${claims.text}\n` : "");
      expect(run.exit_code).toBe(claims.exit_code);
      expect(run.stderr.includes("error")).toBe(claims.state !== "complete");
      expect(run.stderr.includes("interrupted")).toBe(claims.state === "interrupted");
    },
  );
});
