// Writes docs/generated/scenarios.md: what the command makes of every scenario of the scripted upstream.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { scenarios } from "@colloquy/testkit";
import { ScenarioRunner } from "../packages/cli/test/scenario-run.ts";
import { scenarioTable, scenarioTableFile } from "../packages/cli/test/scenario-table.ts";

const runner = await ScenarioRunner.start();
const results = await runner.inHome(async (home) => {
  const rows = [];
  for (const scenario of scenarios) {
    const stream = await runner.run(scenario, "stream", home);
    const whole = await runner.run(scenario, "whole", home);
    rows.push({ scenario, runs: { stream, whole } });
  }
  return rows;
});
await runner.close();
mkdirSync(path.dirname(scenarioTableFile), { recursive: true });
writeFileSync(scenarioTableFile, scenarioTable(results));
console.log(`${scenarioTableFile}: ${results.length} scenarios`);
