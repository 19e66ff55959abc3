import { parseArgs } from "node:util";
import { findScenario, nearestScenario } from "./find-scenario.ts";
import { type Scenario, scenarioGroups } from "./scenario.ts";
import { scenarios } from "./scenarios/all-scenarios.ts";
import { startUpstream } from "./start-upstream.ts";
import type { RecordedRequest } from "./upstream-request.ts";
import type { UpstreamSettings } from "./upstream-settings.ts";

const usage = `usage: npm run upstream -- [SCENARIO] [--port N] [--scale X] [--chunks N] [--json]
       npm run upstream -- --list [--json]
       npm run upstream -- --describe SCENARIO

A scripted endpoint on the loopback interface that misbehaves as SCENARIO says (default: ok).
  --port N     the port (default 4010; 0 takes any free one)
  --scale X    multiplies every time: 0.1 is ten times faster
  --chunks N   tokens that instant and long-stream send
  --json       prints one JSON object with the URL, or the list as JSON
`;

const options = {
  port: { type: "string", default: "4010" },
  scale: { type: "string", default: "1" },
  chunks: { type: "string" },
  list: { type: "boolean", default: false },
  describe: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) fail(`--${name} ${text}: a number of at least 0`);
  return value;
}

function listed(): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return scenarioGroups
    .map((group) => ({ group, members: scenarios.filter((one) => one.group === group) }))
    .filter(({ members }) => members.length > 0)
    .map(({ group, members }) =>
      [group, ...members.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`)].join("\n"),
    )
    .join("\n\n");
}

function described({ name, group, summary, contract, parameters, expect }: Scenario): string {
  return JSON.stringify({ name, group, summary, contract, parameters, expect }, undefined, 2);
}

function log(request: RecordedRequest): void {
  const size = Buffer.byteLength(request.body);
  process.stderr.write(
    `${request.method} ${request.path} · ${size} bytes · ${request.scenario ?? "resource"}\n`,
  );
}

async function serve(
  scenario: Scenario,
  { port, scale, chunks, json }: { port: number; scale: number; chunks?: number; json: boolean },
): Promise<void> {
  const settings: Partial<UpstreamSettings> = chunks === undefined ? {} : { chunks };
  const upstream = await startUpstream({
    scenario,
    port,
    scale,
    settings,
    record: !json,
    onRequest: (request) => {
      log(request);
      upstream.requests.length = 0;
    },
  });
  const stop = (): void => void upstream.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  if (json) {
    process.stdout.write(`${JSON.stringify({ url: upstream.url, scenario: scenario.name })}\n`);
    return;
  }
  process.stdout.write(`${scenario.name}: ${scenario.summary}

  ${upstream.url}

Try it:
  OPENROUTER_BASE_URL=${upstream.url} colloquy -m any/model "Hello"
  curl -sN ${upstream.url}/chat/completions -d '{"model":"any/model","stream":true,"messages":[{"role":"user","content":"Hello"}]}'

Every other scenario is there too, under its name: ${upstream.origin}/NAME/api/v1
Ctrl-C ends it.
`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return void process.stdout.write(usage);
  if (values.list) {
    const list = scenarios.map(({ name, group, summary }) => ({ name, group, summary }));
    return void process.stdout.write(`${values.json ? JSON.stringify(list) : listed()}\n`);
  }
  const name = positionals[0] ?? "ok";
  const scenario = findScenario(name);
  if (!scenario) {
    fail(`There is no scenario "${name}". Did you mean "${nearestScenario(name).name}"? (--list)`);
  }
  if (values.describe) return void process.stdout.write(`${described(scenario)}\n`);
  await serve(scenario, {
    port: numberOf("port", values.port),
    scale: numberOf("scale", values.scale),
    json: values.json,
    ...(values.chunks === undefined ? {} : { chunks: numberOf("chunks", values.chunks) }),
  });
}

await main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  fail(`${message}\n\n${usage}`);
});
