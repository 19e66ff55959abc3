import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CommandHome } from "../process/command-home.ts";
import {
  cells,
  concurrency,
  model,
  prompt,
  temperatures,
  type ExperimentRun,
} from "../lab/our-experiment.ts";
import { installPeer, peerFile } from "./install-peer.ts";

const VERSION = "0.123.1";
const PACKAGES = { promptfoo: VERSION };

/** Brings promptfoo at its pinned version. It takes long, and more than a gigabyte. */
export function installPromptfoo(say: (line: string) => void): Promise<void> {
  return installPeer(PACKAGES, say);
}

interface Evaluation {
  results: { stats: { successes: number; failures: number; errors: number } };
}

/** `promptfoo eval` for the same calls: a provider for each cell, repeated, its result as one JSON file. */
export function promptfooRun(options: {
  node: string;
  home: CommandHome;
  url: string;
  calls: number;
}): ExperimentRun {
  const { node, home, url, calls } = options;
  const config = path.join(home.root, "promptfoo.json");
  const output = path.join(home.root, "promptfoo-result.json");
  const provider = (label: string, fields: object): object => ({
    id: `openai:chat:${model}`,
    label,
    config: { apiBaseUrl: url, apiKey: "a-key", max_tokens: 48, ...fields },
  });
  const providers = [
    provider("unset", {}),
    ...temperatures.map((temperature) => provider(`temperature=${temperature}`, { temperature })),
  ];
  writeFileSync(config, JSON.stringify({ prompts: [prompt], providers, tests: [{ vars: {} }] }));
  const main = peerFile(PACKAGES, "promptfoo", "promptfoo");
  const words = ["eval", "-c", config, "-o", output, "--repeat", String(calls / cells)];
  const quiet = [
    "--no-cache",
    "--no-table",
    "--no-progress-bar",
    "--max-concurrency",
    String(concurrency),
  ];
  return {
    program: {
      name: `promptfoo ${VERSION}`,
      command: node,
      args: [main, ...words, ...quiet],
      cwd: home.work,
      env: { ...home.env, ...settings(home) },
    },
    check() {
      const { results } = JSON.parse(readFileSync(output, "utf8")) as Evaluation;
      if (results.stats.successes !== calls)
        throw new Error(
          `promptfoo: ${JSON.stringify(results.stats)}, ${calls} calls were asked for`,
        );
    },
  };
}

/** No words to its maker, no look for updates, nothing written into the user's home. */
function settings(home: CommandHome): Record<string, string> {
  return {
    PROMPTFOO_CONFIG_DIR: path.join(home.root, "promptfoo"),
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
  };
}
